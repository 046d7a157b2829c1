using System.Diagnostics;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ApiSecurity.Errors;

/// <summary>Tells the operator of an exception, and answers the client. Never throws.</summary>
internal sealed class FailureHandler(
    Refusals refusals, FeatureOptionsSource<ErrorsOptions> options, IHostEnvironment environment, ILogger<ErrorsMiddleware> logger)
{
    private readonly bool _development = environment.IsDevelopment();

    public async Task AnswerAsync(HttpContext context, Exception exception)
    {
        try
        {
            if (Failures.IsClientGone(context, exception))
            {
                Leave(context);
                return;
            }

            var refusal = Failures.RefusalOf(exception);
            if (refusal is null)
            {
                refusal = RefusalOf(context, exception);
                Tell(context, exception, refusal, context.Response.HasStarted);
            }

            if (context.Response.HasStarted || ProblemWriter.HasUnflushedBody(context.Response))
            {
                context.Abort();
                return;
            }

            if (Failures.IsTimeUp(context))
            {
                // Else the answer itself would be cancelled.
                context.RequestAborted = CancellationToken.None;
            }

            ResponseReset.Apply(context.Response);
            await refusals.AnswerAsync(context, refusal).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever fails while a failure is told must not escape: the server would tell it in its own way.
        catch (Exception)
#pragma warning restore CA1031
        {
            End(context);
        }
    }

    private static void End(HttpContext context)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }

        ProblemWriter.LeaveToServer(context);
    }

    /// <summary>Tells of an exception that goes on to whoever is outside.</summary>
    /// <returns><see langword="false"/>, so that an exception filter can call this and catch nothing.</returns>
    public bool Observe(HttpContext context, Exception exception)
    {
        if (!Failures.IsClientGone(context, exception) && Failures.RefusalOf(exception) is null)
        {
            TellEvent(context, RefusalOf(context, exception));
        }

        return false;
    }

    /// <summary>Nobody reads an answer, and what is abandoned must not look like a success.</summary>
    private void Leave(HttpContext context)
    {
        ErrorsLog.ClientGone(logger, SecurityEventHub.TraceIdOf(context));
        if (!context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }

        context.Abort();
    }

    private Refusal RefusalOf(HttpContext context, Exception exception)
    {
        var problem = Failures.ProblemOf(context, exception);
        return new Refusal(ErrorsProblems.Feature, IsFault(problem) ? SecurityEventNames.SystemFault : SecurityEventNames.InputValidationFailed, problem)
        {
            Severity = IsFault(problem) ? SecurityEventSeverity.Medium : SecurityEventSeverity.Low,
            Detail = FailureText.TypeName(Failures.Unwrap(exception)),
            Extensions = ExtensionsOf(context, exception, problem),
        };
    }

    private IReadOnlyList<KeyValuePair<string, object?>> ExtensionsOf(HttpContext context, Exception exception, ApiProblem problem)
    {
        if (problem == ErrorsProblems.MalformedRequest && options.Current.DescribeBindingErrors)
        {
            return BindingViolation.ToExtensions(BindingFailure.Describe(context, exception));
        }

        return IsFault(problem) && _development && options.Current.DeveloperDetails && LocalClient.Is(context)
            ? [new("exception", DeveloperDetails.Describe(exception))]
            : [];
    }

    private static bool IsFault(ApiProblem problem) => problem.Status >= StatusCodes.Status500InternalServerError;

    private void TellEvent(HttpContext context, Refusal refusal)
    {
        if (IsFault(refusal.Problem!))
        {
            refusals.Fail(context, refusal);
        }
        else
        {
            refusals.Observe(context, refusal);
        }
    }

    private void Tell(HttpContext context, Exception exception, Refusal refusal, bool started)
    {
        TellEvent(context, refusal);
        var trace = SecurityEventHub.TraceIdOf(context);
        var status = refusal.Problem!.Status;
        var told = options.Current.LogExceptionMessages ?? _development ? exception : null;
        if (!IsFault(refusal.Problem))
        {
            if (logger.IsEnabled(LogLevel.Debug))
            {
                ErrorsLog.Unreadable(logger, told, status, trace, FailureText.Describe(exception));
            }

            return;
        }

        Mark(context, exception);
        if (logger.IsEnabled(LogLevel.Error))
        {
            var text = FailureText.Describe(exception);
            if (started)
            {
                ErrorsLog.Broken(logger, told, trace, text);
            }
            else
            {
                ErrorsLog.Failed(logger, told, status, trace, text);
            }
        }
    }

    /// <summary>What the framework's own handler adds to the request's metrics and trace, which would miss the exception otherwise.</summary>
    private static void Mark(HttpContext context, Exception exception)
    {
        var type = FailureText.TypeName(exception);
        if (context.Features.Get<IHttpMetricsTagsFeature>() is { } metrics)
        {
            metrics.Tags.Add(new("error.type", type));
        }

        Activity.Current?.SetTag("error.type", type).SetStatus(ActivityStatusCode.Error);
    }
}
