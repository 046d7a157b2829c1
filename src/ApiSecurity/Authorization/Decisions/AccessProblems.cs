using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ApiSecurity.Authorization;

internal static class AccessProblems
{
    private const int LongestId = 128;

    private static readonly ApiProblem Denied = new(403, ReasonCodes.AccessDenied, "The caller may not do this.");
    private static readonly ApiProblem Unavailable = new(503, ReasonCodes.AccessDecisionUnavailable, "Whether the caller may do this can't be decided just now.");

    public static Refusal ForDenied(HttpContext context, AccessRequirement requirement, bool isUnavailable) => new(AuthorizationProblems.Feature, SecurityEventNames.AuthorizationFailed, Denied)
    {
        Reason = isUnavailable ? ReasonCodes.AccessDecisionUnavailable : ReasonCodes.AccessDenied,
        ObjectType = requirement.ResourceType,
        ObjectId = IdOf(context, requirement),
        Detail = requirement.Action,
    };

    public static Refusal ForUnavailable(HttpContext context, AccessRequirement requirement) => new(AuthorizationProblems.Feature, SecurityEventNames.AuthorizationFailed, Unavailable)
    {
        ObjectType = requirement.ResourceType,
        ObjectId = IdOf(context, requirement),
        Detail = requirement.Action,
        Headers = [new("Retry-After", "1")],
    };

    private static string? IdOf(HttpContext context, AccessRequirement requirement) =>
        context.GetRouteValue(requirement.RouteParameter)?.ToString() is { Length: <= LongestId } id && !id.Any(char.IsControl) ? id : null;
}
