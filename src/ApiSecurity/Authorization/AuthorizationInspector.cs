using System.Globalization;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authorization;

/// <summary>Tells which endpoints anybody may call, and which are closed only because they don't say who may.</summary>
internal sealed class AuthorizationInspector(
    FeatureOptionsSource<ApiAuthorizationOptions> options, StartupState startup, AuthorizationState state, IAuthorizationPolicyProvider policies) : IStartupInspector
{
    /// <summary>The summary is for people; what is over is counted.</summary>
    private const int MaximumLines = 50;

    public void Inspect(StartupInspection inspection)
    {
        var current = options.Current;
        if (!startup.Steps.Contains(PipelineStep.Authorization))
        {
            TellUnusable(inspection);
            return;
        }

        // At start there is nobody to keep waiting.
        var ownFallback = policies.GetFallbackPolicyAsync().GetAwaiter().GetResult() is not null;
        var inBranch = startup.StepsInBranches.Contains(PipelineStep.Authorization) ? ", in a branch only" : string.Empty;
        inspection.Feature("authorization", current, (ownFallback ? "the application's own fallback policy" : "deny by default") + inBranch);
        if (state.FrameworkRunsBefore)
        {
            inspection.Note("UseAuthorization() is called before UseApiSecurity(): what it refuses is not told as a security event. Remove the call; UseApiSecurity() does its work.");
        }

        var (open, closed) = Sort(inspection, current, ownFallback || !current.IsEnabled);
        Tell(open, inspection.Exposed, inspection.Note, "more endpoints are open");
        Tell(closed, (endpoint, how) => inspection.Closed(endpoint + inBranch, how), inspection.Note, "more endpoints are closed only by deny by default");
    }

    private static (List<(string, string)> Open, List<(string, string)> Closed) Sort(
        StartupInspection inspection, ApiAuthorizationOptions options, bool silenceIsDecided)
    {
        var open = new List<(string, string)>();
        var closed = new List<(string, string)>();
        var assets = 0;
        foreach (var endpoint in inspection.Endpoints)
        {
            var access = EndpointAccess.Read(endpoint);
            if (ShortCircuits.Has(endpoint))
            {
                TellShortCircuit(endpoint, access, inspection, options, open);
            }
            else if (access.IsOpen)
            {
                open.Add((EndpointNames.Describe(endpoint), WhyOpen(endpoint, access)));
            }
            else if (!access.SaysNothing || silenceIsDecided)
            {
                continue;
            }
            else if (endpoint.Metadata.GetMetadata<DisableApiSecurityAttribute>() is { } disabled)
            {
                open.Add((EndpointNames.Describe(endpoint), $"DisableApiSecurity: {disabled.Reason}"));
            }
            else if (EndpointOpening.LineFor(endpoint) is var line && line == EndpointOpening.StaticAssets)
            {
                assets++;
            }
            else
            {
                closed.Add((EndpointNames.Describe(endpoint), $"needs a known caller; to open it: {line}"));
            }
        }

        if (assets > 0)
        {
            closed.Insert(0, (string.Create(CultureInfo.InvariantCulture, $"{assets} static assets"), $"to open them: {EndpointOpening.StaticAssets}"));
        }

        return (open, closed);
    }

    private static string WhyOpen(Endpoint endpoint, EndpointAccess access)
    {
        var how = access.AsksForMore || AuthorizeFilters.HasAny(endpoint.Metadata) ? "AllowAnonymous, which makes void what else it asks for" : "AllowAnonymous";
        return endpoint.Metadata.GetMetadata<PublicEndpointAttribute>() is { } open ? $"{how}: {open.Reason}" : how;
    }

    private static void TellShortCircuit(
        Endpoint endpoint, EndpointAccess access, StartupInspection inspection, ApiAuthorizationOptions options, List<(string, string)> open)
    {
        const string Early = "ShortCircuit: answers before the pipeline's later steps";
        var name = EndpointNames.Describe(endpoint);
        var isSaid = access.IsOpen || (access.IsTakenOut && !access.AsksForMore);
        if (isSaid || ShortCircuits.OnlySendsStatus(endpoint) || !(options.IsEnforced || endpoint.Metadata.Any(UnreadRequirements.IsOurs)))
        {
            open.Add((name, access.IsOpen ? $"{WhyOpen(endpoint, access)}; {Early}" : Early));
            return;
        }

        inspection.Error($"{name} is short-circuited, so it would answer inside of routing, before anybody asks who calls. Remove .ShortCircuit(), or, if anybody may call it, add .AsPublicEndpoint(\"…\").");
    }

    private static void Tell(List<(string Endpoint, string Why)> lines, Action<string, string> tell, Action<string> note, string rest)
    {
        foreach (var (endpoint, why) in lines.Take(MaximumLines))
        {
            tell(endpoint, why);
        }

        if (lines.Count > MaximumLines)
        {
            note(string.Create(CultureInfo.InvariantCulture, $"{lines.Count - MaximumLines} {rest}"));
        }
    }

    /// <summary>Steps composed by hand without this one: deny by default would be silently missing.</summary>
    private void TellUnusable(StartupInspection inspection)
    {
        if (startup.Steps.Count > 0)
        {
            inspection.Note("authorization is not in the pipeline, so endpoints that say nothing are open. Call UseApiSecurityAuthorization(), or UseApiSecurity() for all of it.");
        }
    }
}
