using System.Globalization;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Authorization;

/// <summary>The refusal of a caller who may, but has to sign in anew or more strongly first (RFC 9470 section 3).</summary>
internal static class StepUpProblem
{
    private static readonly ApiProblem LoginTooOld = new(401, ReasonCodes.LoginTooOld, "The caller has to sign in again.");
    private static readonly ApiProblem AcrInsufficient = new(401, ReasonCodes.AcrInsufficient, "The caller has to sign in more strongly.");

    /// <param name="failed">The requirements that failed.</param>
    /// <param name="all">All that the endpoint has: a client is told at once what it takes.</param>
    /// <param name="challenge">How the challenge begins.</param>
    /// <returns>The refusal, or <see langword="null"/> where signing in would not help, because something else is missing too.</returns>
    public static Refusal? From(IReadOnlyCollection<IAuthorizationRequirement> failed, IReadOnlyCollection<IAuthorizationRequirement> all, TokenChallenge challenge)
    {
        var steps = failed.Where(requirement => requirement is AcrRequirement or RecentLoginRequirement).ToArray();
        if (steps.Length == 0 || failed.Any(requirement => requirement is not (AcrRequirement or RecentLoginRequirement or ScopeRequirement)))
        {
            return null;
        }

        var acr = CommonAcr(all) is { Count: > 0 } values ? string.Join(' ', values) : null;
        var seconds = ShortestAge(all)?.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        var scopes = AuthorizationProblems.ScopesOf(failed);
        return new Refusal(AuthorizationProblems.Feature, SecurityEventNames.AuthorizationFailed, steps.Any(step => step is AcrRequirement) ? AcrInsufficient : LoginTooOld)
        {
            Severity = SecurityEventSeverity.Low,
            Detail = string.Join(' ', steps.Select(step => step.ToString())),
            Headers = [new("WWW-Authenticate", challenge.With($"error=\"insufficient_user_authentication\"{Parameter("acr_values", acr)}{Parameter("max_age", seconds)}{Parameter("scope", scopes)}"))],
        };
    }

    /// <summary>The values that meet all of them, in the first one's order; none if they contradict each other, <see langword="null"/> if there are none.</summary>
    public static IReadOnlyList<string>? CommonAcr(IEnumerable<IAuthorizationRequirement> requirements)
    {
        IReadOnlyList<string>? common = null;
        foreach (var requirement in requirements.OfType<AcrRequirement>())
        {
            common = common is null ? requirement.Values : [.. common.Intersect(requirement.Values, StringComparer.Ordinal)];
        }

        return common;
    }

    private static TimeSpan? ShortestAge(IEnumerable<IAuthorizationRequirement> requirements)
    {
        var ages = requirements.OfType<RecentLoginRequirement>().Select(requirement => requirement.MaxAge).ToArray();
        return ages.Length == 0 ? null : ages.Min();
    }

    private static string Parameter(string name, string? value) => string.IsNullOrEmpty(value) ? string.Empty : $", {name}=\"{value}\"";
}
