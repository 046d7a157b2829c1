using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace ApiSecurity.Errors;

/// <summary>Before everything but the headers: whatever fails below tells the client a problem and a trace id, and nothing else.</summary>
internal sealed class ErrorsMiddleware(
    RequestDelegate next, FeatureOptionsSource<ErrorsOptions> options, FailureHandler failures, ProblemWriter writer, RouteHandlerSetup routeHandlers)
{
    // The catch blocks only keep the exception: answering inside them would hold the stack of what failed.
    public Task InvokeAsync(HttpContext context)
    {
        Exception failure;
        try
        {
            var task = next(context);
            if (!task.IsCompletedSuccessfully)
            {
                return AwaitAsync(context, task);
            }

            return context.Response.StatusCode < StatusCodes.Status400BadRequest ? task : FillAsync(context);
        }
        catch (Exception exception) when (Handles(context, exception))
        {
            failure = exception;
        }

        return AnswerAsync(context, failure);
    }

    private async Task AwaitAsync(HttpContext context, Task task)
    {
        Exception failure;
        try
        {
            await task.ConfigureAwait(false);
            if (context.Response.StatusCode >= StatusCodes.Status400BadRequest)
            {
                await FillAsync(context).ConfigureAwait(false);
            }

            return;
        }
        catch (Exception exception) when (Handles(context, exception))
        {
            failure = exception;
        }

        await AnswerAsync(context, failure).ConfigureAwait(false);
    }

    private Task AnswerAsync(HttpContext context, Exception failure)
    {
        if (!options.Current.IsEnforced && failure is BadHttpRequestException bad && !context.Response.HasStarted)
        {
            context.Response.StatusCode = bad.StatusCode;
            return Task.CompletedTask;
        }

        return failures.AnswerAsync(context, failure);
    }

    /// <summary>In Report mode the exception goes on as if nobody had looked, its stack unchanged.</summary>
    private bool Handles(HttpContext context, Exception exception)
    {
        var current = options.Current;
        if (current.IsEnforced)
        {
            return true;
        }

        if (current.IsEnabled)
        {
            failures.Observe(context, exception);
        }

        // After a reload to Report: thrown because of us, and else an answer with this status alone.
        return routeHandlers.IsImposed && exception is BadHttpRequestException;
    }

    /// <summary>Gives an error that the application answered with its status alone the body that says which.</summary>
    private Task FillAsync(HttpContext context)
    {
        var response = context.Response;
        var current = options.Current;
        if (!current.IsEnforced || !current.FillEmptyAnswers || !IsEmpty(response) || !ErrorsProblems.IsError(response.StatusCode)
            || context.GetEndpoint()?.Metadata.GetMetadata<ISkipStatusCodePagesMetadata>() is not null)
        {
            return Task.CompletedTask;
        }

        return writer.WriteAsync(context, ErrorsProblems.For(response.StatusCode), []);
    }

    private static bool IsEmpty(HttpResponse response) =>
        !response.HasStarted
        && response.ContentLength is null or 0
        && string.IsNullOrEmpty(response.ContentType)
        && !ProblemWriter.HasUnflushedBody(response);
}
