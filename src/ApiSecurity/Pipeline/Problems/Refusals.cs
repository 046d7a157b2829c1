using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Pipeline;

/// <summary>The one way of refusing: tells the event, then answers with the problem, or lets the request go on in Report mode.</summary>
internal sealed class Refusals(SecurityEventHub hub, ProblemWriter writer)
{
    /// <summary>Refuses the request, or reports it and calls <paramref name="next"/>, as <paramref name="options"/> say.</summary>
    public Task ApplyAsync(HttpContext context, FeatureOptions options, Refusal refusal, RequestDelegate next)
    {
        if (options.EffectiveMode == ApiSecurityMode.Report)
        {
            hub.Raise(context, refusal, SecurityEventOutcome.Reported);
            return next(context);
        }

        return RefuseAsync(context, refusal);
    }

    /// <summary>Tells that the request would have been refused, and lets it go on.</summary>
    public void Report(HttpContext context, Refusal refusal) => hub.Raise(context, refusal, SecurityEventOutcome.Reported);

    /// <summary>Tells of something that is not refused in either mode.</summary>
    public void Observe(HttpContext context, Refusal refusal) => hub.Raise(context, refusal, SecurityEventOutcome.Observed);

    /// <summary>Tells that the application failed.</summary>
    public void Fail(HttpContext context, Refusal refusal) => hub.Raise(context, refusal, SecurityEventOutcome.Failed);

    /// <summary>Tells of a refusal whose answer comes from elsewhere: an exception that the reader of a body gets.</summary>
    public void Tell(HttpContext context, Refusal refusal) => hub.Raise(context, refusal, SecurityEventOutcome.Refused);

    /// <summary>Refuses the request, whatever the mode.</summary>
    public Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        hub.Raise(context, refusal, SecurityEventOutcome.Refused);
        return AnswerAsync(context, refusal);
    }

    /// <summary>Writes the answer alone; for a decision whose event has been told already.</summary>
    public Task AnswerAsync(HttpContext context, Refusal refusal)
    {
        if (context.Response.HasStarted)
        {
            // Half an answer is out: the connection is the only thing left to refuse.
            context.Abort();
            return Task.CompletedTask;
        }

        foreach (var (name, value) in refusal.Headers)
        {
            context.Response.Headers[name] = value;
        }

        return writer.WriteAsync(context, refusal.Problem!, refusal.Extensions);
    }
}
