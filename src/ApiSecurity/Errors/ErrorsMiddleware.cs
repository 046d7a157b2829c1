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
        var current = options.Current;
        if (!current.IsEnforced && !routeHandlers.IsImposed)
        {
            return AnswerRefusals(context, current.IsEnabled);
        }

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

    /// <summary>An exception that is a refusal is answered as one, whatever the mode; all others go on.</summary>
    private Task AnswerRefusals(HttpContext context, bool watch)
    {
        Exception refusal;
        try
        {
            var task = watch ? Watch(context) : next(context);
            // A continuation, not an await: what is no refusal goes on without a frame of ours.
            return task.IsCompletedSuccessfully ? task : task.ContinueWith(
                (ended, state) => ended.Exception?.InnerException is { } exception && Failures.RefusalOf(exception) is not null
                    ? failures.AnswerAsync((HttpContext)state!, exception)
                    : ended,
                context,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default).Unwrap();
        }
        catch (Exception exception) when (Failures.RefusalOf(exception) is not null)
        {
            refusal = exception;
        }

        return failures.AnswerAsync(context, refusal);
    }

    /// <summary>Report mode: looks at what fails without a frame of its own in the stack that others show.</summary>
    private Task Watch(HttpContext context)
    {
        try
        {
            var task = next(context);
            if (!task.IsCompletedSuccessfully)
            {
                _ = task.ContinueWith(
                    (failed, state) => failures.Observe((HttpContext)state!, failed.Exception?.InnerException ?? new TaskCanceledException(failed)),
                    context,
                    CancellationToken.None,
                    TaskContinuationOptions.NotOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            }

            return task;
        }
        catch (Exception exception) when (failures.Observe(context, exception))
        {
            throw;
        }
    }

    /// <summary>
    /// After a reload to Report an exception goes on, but for those that are thrown because of us alone: they were answers with a
    /// status and nothing else.
    /// </summary>
    private bool Handles(HttpContext context, Exception exception)
    {
        var current = options.Current;
        if (!current.IsEnforced && current.IsEnabled)
        {
            failures.Observe(context, exception);
        }

        return current.IsEnforced || exception is BadHttpRequestException || Failures.RefusalOf(exception) is not null;
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

    /// <summary>Gives an error that the application answered with its status alone the body that says which.</summary>
    private Task FillAsync(HttpContext context)
    {
        var response = context.Response;
        var current = options.Current;
        if (!current.IsEnforced || !current.FillEmptyResponses || !IsEmpty(response) || !ErrorsProblems.IsError(response.StatusCode)
            || context.GetEndpoint()?.Metadata.GetMetadata<ISkipStatusCodePagesMetadata>() is not null)
        {
            return Task.CompletedTask;
        }

        var problem = context.Features.Get<ChosenProblem>()?.Problem;
        return writer.WriteAsync(context, problem?.Status == response.StatusCode ? problem : ErrorsProblems.For(response.StatusCode), []);
    }

    private static bool IsEmpty(HttpResponse response) =>
        !response.HasStarted
        && response.ContentLength is null or 0
        && string.IsNullOrEmpty(response.ContentType)
        && !ProblemWriter.HasUnflushedBody(response);
}
