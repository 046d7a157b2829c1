using System.Buffers;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Validation;

/// <summary>Behind validation: what has not the endpoint's form is refused for less, and the body that was read there is not read again.</summary>
internal sealed class InspectionMiddleware
{
    private static readonly List<InspectionMatch> Nothing = [];

    private readonly RequestDelegate _next;
    private readonly Refusals _refusals;
    private readonly Compiled<InspectionSettings> _settings;
    private readonly FeatureOptionsSource<RequestValidationOptions> _validation;
    private readonly EndpointCache<InspectionPlan> _plans = new(InspectionPlan.Of);

    public InspectionMiddleware(RequestDelegate next, FeatureOptionsSource<InspectionOptions> options, FeatureOptionsSource<RequestValidationOptions> validation, Refusals refusals)
    {
        _next = next;
        _refusals = refusals;
        _validation = validation;
        _settings = options.Compile(current => new InspectionSettings(current));
    }

    public Task InvokeAsync(HttpContext context)
    {
        var settings = _settings.Value;
        if (!settings.IsActive || context.GetEndpoint() is not { } endpoint || _plans.Get(endpoint) is not { IsOff: false } plan)
        {
            return _next(context);
        }

        var run = new InspectionRun(settings, plan.Action, context.Request.Path.Value);
        HeadInspection.Look(context.Request, ref run);
        if (RequestContent.IsThere(context) && InspectedContent.Of(context.Request.ContentType) is { Kind: not InspectedKind.None } content)
        {
            return LookIntoAsync(context, settings, plan, content, run.Matches);
        }

        return run.Matches is null ? _next(context) : DecideAsync(context, settings, run.Matches);
    }

    private async Task LookIntoAsync(HttpContext context, InspectionSettings settings, InspectionPlan plan, InspectedContent content, List<InspectionMatch>? matches)
    {
        try
        {
            // One that tells that it is too long is not read for that.
            var limit = MaxBody(settings, plan);
            var found = context.Request.ContentLength > limit
                ? null
                : await BufferedBody.CheckAsync(context, limit, body => Look(context, settings, plan, content, body)).ConfigureAwait(false);
            if (found is null)
            {
                _refusals.Observe(context, InspectionProblems.Incomplete);
            }
            else if (found.Count > 0)
            {
                matches = [.. matches ?? [], .. found];
            }
        }
        catch (IOException)
        {
            // Over a limit of the server's, or cut off: whoever reads next meets the same, and the framework knows what to answer.
        }

        await (matches is null ? _next(context) : DecideAsync(context, settings, matches)).ConfigureAwait(false);
    }

    private int MaxBody(InspectionSettings settings, InspectionPlan plan) => plan.MaxBody ?? settings.Options.MaxBodyBytes ?? _validation.Current.MaxBodyBytes;

    private static List<InspectionMatch> Look(
        HttpContext context, InspectionSettings settings, InspectionPlan plan, InspectedContent content, ReadOnlySequence<byte> body)
    {
        var run = new InspectionRun(settings, plan.Action, context.Request.Path.Value);
        content.Look(body, ref run);
        return run.Matches ?? Nothing;
    }

    private Task DecideAsync(HttpContext context, InspectionSettings settings, List<InspectionMatch> matches)
    {
        var sum = matches.Sum(match => match.Rule.Score);
        if (sum < settings.Options.Threshold)
        {
            return _next(context);
        }

        var blocking = matches.Where(match => match.Action == InspectionAction.Block).ToArray();
        var blocks = blocking.Sum(match => match.Rule.Score) >= settings.Options.Threshold;
        var isRefused = blocks && settings.Options.IsEnforced;
        foreach (var match in matches.Distinct().OrderByDescending(match => match.Action == InspectionAction.Block).ThenByDescending(match => match.Rule.Score).Take(settings.Options.MaxMatches))
        {
            Tell(context, match, blocks && match.Action == InspectionAction.Block, isRefused);
        }

        return isRefused ? _refusals.AnswerAsync(context, InspectionProblems.Of(blocking[0], refuses: true)) : _next(context);
    }

    private void Tell(HttpContext context, InspectionMatch match, bool blocks, bool isRefused)
    {
        var refusal = InspectionProblems.Of(match, blocks);
        if (!blocks)
        {
            _refusals.Observe(context, refusal);
        }
        else if (isRefused)
        {
            _refusals.Tell(context, refusal);
        }
        else
        {
            _refusals.Report(context, refusal);
        }
    }
}
