using System.Reflection;
using System.Text.Json;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;

namespace ApiSecurity.Errors;

/// <summary>Which problem an exception becomes. Decided by types and statuses alone, never by a message.</summary>
internal static class Failures
{
    /// <returns>Whether nobody waits for an answer any more.</returns>
    public static bool IsClientGone(HttpContext context, Exception exception)
    {
        if (exception is ConnectionResetException or ConnectionAbortedException)
        {
            return true;
        }

        return exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested && !IsTimeUp(context);
    }

    /// <returns>
    /// Whether the framework's request timeout, somewhere around the pipeline, has ended the request. It puts its own token in the place of
    /// the connection's, so the client still waits.
    /// </returns>
    public static bool IsTimeUp(HttpContext context) =>
        context.RequestAborted.IsCancellationRequested && context.Features.Get<IHttpRequestTimeoutFeature>() is not null;

    /// <returns>The refusal that an exception is; <see langword="null"/> if it is a failure.</returns>
    public static Refusal? RefusalOf(Exception exception) => (Unwrap(exception) as IRefusalException)?.Refusal;

    public static ApiProblem ProblemOf(HttpContext context, Exception exception)
    {
        var unwrapped = Unwrap(exception);
        return unwrapped is OperationCanceledException && IsTimeUp(context) ? ErrorsProblems.TimedOut : ProblemOfUnwrapped(unwrapped);
    }

    /// <summary>The exception itself, where a thread that waited for a task or a call by reflection put it into another.</summary>
    public static Exception Unwrap(Exception exception)
    {
        while (exception is AggregateException { InnerExceptions.Count: 1 } or TargetInvocationException
            && exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }

    private static ApiProblem ProblemOfUnwrapped(Exception exception) => exception switch
    {
        AntiforgeryValidationException => ErrorsProblems.AntiforgeryFailed,
        BadHttpRequestException { InnerException: AntiforgeryValidationException } => ErrorsProblems.AntiforgeryFailed,
        BadHttpRequestException { StatusCode: 400 } => ErrorsProblems.MalformedRequest,
        BadHttpRequestException bad when ErrorsProblems.IsError(bad.StatusCode) => ErrorsProblems.For(bad.StatusCode),
        BadHttpRequestException => ErrorsProblems.MalformedRequest,
        JsonException or InvalidDataException when RequestReading.IsOriginOf(exception) => ErrorsProblems.MalformedRequest,
        OperationCanceledException { InnerException: TimeoutException } or TimeoutException => ErrorsProblems.TimedOut,
        OperationCanceledException => ErrorsProblems.Unavailable,
        { } other when other.GetType().FullName == "Polly.Timeout.TimeoutRejectedException" => ErrorsProblems.TimedOut,
        _ => ApiProblems.InternalError,
    };
}
