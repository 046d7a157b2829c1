using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.TestHost;

namespace ApiSecurity.Testing;

/// <summary>Sends requests into the test server, as Kestrel would hand them on: the path decoded, nothing else made nicer.</summary>
internal sealed class Sender(TestServer server, TimeSpan timeout, int maxRequests)
{
    private const int MaxAnswer = 1024 * 1024;

    public int Sent { get; private set; }

    public bool IsAtLimit => Sent >= maxRequests;

    public async Task<Answer> SendAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        if (IsAtLimit)
        {
            return Answer.None;
        }

        Sent++;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ends.CancelAfter(timeout);
        try
        {
            var context = await server.SendAsync(context => Fill(context, attempt), ends.Token).ConfigureAwait(false);
            return new Answer(
                context.Response.StatusCode,
                [.. context.Response.Headers.SelectMany(header => header.Value.Select(value => (header.Key, value ?? string.Empty)))],
                await ReadAsync(context.Response.Body, ends.Token).ConfigureAwait(false))
            {
                Endpoint = context.Features.Get<IEndpointFeature>()?.Endpoint,
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Answer.None;
        }
#pragma warning disable CA1031 // Whatever the application lets through: a real server would answer 500, or close the connection.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new Answer(500, [], []) { Thrown = exception };
        }
    }

    private static void Fill(HttpContext context, Attempt attempt)
    {
        var request = context.Request;
        request.Method = attempt.Method;
        request.Scheme = "https";
        request.Host = new HostString("localhost");
        request.Path = PathString.FromUriComponent(attempt.Path);
        request.QueryString = new QueryString(attempt.Query);
        if (context.Features.Get<IHttpRequestFeature>() is { } feature)
        {
            feature.RawTarget = attempt.Path + attempt.Query;
        }

        if (attempt.Token is not null)
        {
            request.Headers.Authorization = "Bearer " + attempt.Token;
        }

        foreach (var (name, value) in attempt.Headers)
        {
            request.Headers.Append(name, value);
        }

        if (attempt.Body is { } body)
        {
            request.Body = new MemoryStream(body, writable: false);
            request.ContentLength = body.Length;
            request.ContentType = attempt.ContentType;
            context.Features.Set<IHttpRequestBodyDetectionFeature>(HasBody.Instance);
        }
    }

    private static async Task<byte[]> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxAnswer];
        var read = await body.ReadAtLeastAsync(buffer, MaxAnswer, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        await body.DisposeAsync().ConfigureAwait(false);
        return buffer[..read];
    }

    private sealed class HasBody : IHttpRequestBodyDetectionFeature
    {
        public static readonly HasBody Instance = new();

        public bool CanHaveBody => true;
    }
}
