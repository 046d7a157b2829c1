using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;

namespace ApiSecurity.Tests.Errors.Throwing;

/// <summary>Every kind of exception, each with the secret in whatever place can hold a text.</summary>
internal static class Thrown
{
    public const string Secret = "s3cr3t-Passw0rd!";

    private static readonly Func<Exception>[] Kinds =
    [
        () => new InvalidOperationException(Secret),
        () => new InvalidOperationException(Secret, new FormatException(Secret, new KeyNotFoundException(Secret))),
        () => new ArgumentException(Secret, Secret),
        () => new ArgumentOutOfRangeException(Secret, Secret, Secret),
        () => new BadHttpRequestException(Secret),
        () => new BadHttpRequestException(Secret, 413),
        () => new BadHttpRequestException(Secret, 503),
        () => new BadHttpRequestException($"Failed to bind parameter \"{Secret} {Secret}\" from \"{Secret}\"."),
        () => new BadHttpRequestException(Secret, new JsonException(Secret, "$.path", 1, 1)),
        () => new OperationCanceledException(Secret),
        () => new TaskCanceledException(Secret, new TimeoutException(Secret)),
        () => new TimeoutException(Secret),
        () => new JsonException(Secret, "$.path", 1, 1),
        () => new InvalidDataException(Secret),
        () => new IOException(Secret),
        () => new FileNotFoundException(Secret, Secret),
        () => new UnauthorizedAccessException(Secret),
        () => new NotImplementedException(Secret),
        () => new HttpRequestException(Secret, new SocketException(111, Secret), System.Net.HttpStatusCode.Unauthorized),
        () => new AggregateException(Secret, new InvalidOperationException(Secret), new TimeoutException(Secret)),
        () => new AggregateException(Secret, new BadHttpRequestException(Secret)),
        () => new TargetInvocationException(Secret, new InvalidOperationException(Secret)),
        () => new AntiforgeryValidationException(Secret),
        () => new System.ComponentModel.DataAnnotations.ValidationException(Secret, null, Secret),
        () => new ObjectDisposedException(Secret, Secret),
        () => new TalkativeException(),
        () => new HostileException(),
        Deep,
    ];

    private static readonly AsyncLocal<int> Chosen = new();

    public static int Count => Kinds.Length;

    public static bool IsCancellation(int kind) => Kinds[kind]() is OperationCanceledException;

    public static void Choose(int kind) => Chosen.Value = kind;

    public static Exception Now()
    {
        var exception = Kinds[Chosen.Value]();
        if (exception is not HostileException)
        {
            exception.Data[Secret] = Secret;
            exception.HelpLink = Secret;
            exception.Source = Secret;
        }

        return exception;
    }

    private static Exception Deep()
    {
        Exception exception = new InvalidOperationException(Secret);
        for (var depth = 0; depth < 5000; depth++)
        {
            exception = new InvalidOperationException(Secret, exception);
        }

        return exception;
    }

    private sealed class TalkativeException : Exception
    {
        public override string Message => Secret;

        public override string? StackTrace => Secret;

        public override string? HelpLink => Secret;

        public override string ToString() => Secret;
    }

    /// <summary>What an attacker's data could make of an exception: looking at it throws, with the secret.</summary>
    private sealed class HostileException : Exception
    {
        public override string Message => throw new InvalidOperationException(Secret);

        public override string? StackTrace => throw new InvalidOperationException(Secret);

        public override System.Collections.IDictionary Data => throw new InvalidOperationException(Secret);

        public override string ToString() => throw new InvalidOperationException(Secret);
    }
}
