using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authorization;

/// <summary>What is told of a caller who may not: to the client the problem, to the operator the requirement that failed.</summary>
internal static class AuthorizationProblems
{
    public const string Feature = "authorization";

    private const string AuthenticationFeature = "authentication";

    private static readonly ApiProblem PermissionMissing = new(403, ReasonCodes.PermissionMissing, "The caller lacks a permission.");
    private static readonly ApiProblem RoleMissing = new(403, ReasonCodes.RoleMissing, "The caller lacks a role.");
    private static readonly ApiProblem ScopeMissing = new(403, ReasonCodes.ScopeMissing, "The client was not granted the scope that this needs.");

    private static readonly KeyValuePair<string, string>[] BearerChallenge = [new("WWW-Authenticate", "Bearer")];

    private static readonly Refusal Unauthenticated = new(AuthenticationFeature, SecurityEventNames.AuthenticationFailed, ApiProblems.Unauthenticated)
    {
        Severity = SecurityEventSeverity.Low,
        Headers = BearerChallenge,
    };

    private static readonly Refusal Forbidden = new(Feature, SecurityEventNames.AuthorizationFailed, ApiProblems.Forbidden);

    /// <summary>For a caller of whom nothing acceptable is known.</summary>
    public static Refusal Challenged(HttpContext context) => context.Features.Get<RejectedCredential>() is { } rejected
        ? Rejected(rejected) with { Headers = rejected.Problem.Status == StatusCodes.Status401Unauthorized ? BearerChallenge : [] }
        : Unauthenticated;

    /// <summary>For a credential that was not accepted.</summary>
    public static Refusal Rejected(RejectedCredential rejected) =>
        new(AuthenticationFeature, SecurityEventNames.AuthenticationFailed, rejected.Problem)
        {
            Reason = rejected.Reason,
            Severity = rejected.Severity,
            Subject = rejected.Subject,
            ObjectId = rejected.CredentialId,
        };

    /// <summary>For a known caller; the first requirement that failed and that we know gives the reason.</summary>
    public static Refusal Denied(HttpContext context, AuthorizationFailure? failure, AuthorizationPolicy policy)
    {
        IAuthorizationRequirement[] failed = [.. failure?.FailedRequirements ?? []];
        if (StepUpProblem.From(failed, policy.Requirements, TokenChallenge.For(context)) is { } stepUp)
        {
            return stepUp;
        }

        foreach (var requirement in failed)
        {
            switch (requirement)
            {
                case PermissionRequirement permission:
                    return new(Feature, SecurityEventNames.AuthorizationFailed, PermissionMissing) { Detail = permission.Permission };
                case RoleRequirement role:
                    return new(Feature, SecurityEventNames.AuthorizationFailed, RoleMissing) { Detail = string.Join(" or ", role.Roles) };
                case AccessRequirement access:
                    return AccessProblems.ForDenied(context, access, context.Features.Get<UnavailableAccess>() is not null);
                case ScopeRequirement:
                    return WithoutScopes(ScopesOf(failed), TokenChallenge.For(context));
                default:
                    break;
            }
        }

        return Forbidden;
    }

    public static string ScopesOf(IEnumerable<IAuthorizationRequirement> requirements) =>
        string.Join(' ', requirements.OfType<ScopeRequirement>().Select(scope => scope.Scope).Distinct(StringComparer.Ordinal));

    private static Refusal WithoutScopes(string scopes, TokenChallenge challenge) => new(Feature, SecurityEventNames.AuthorizationFailed, ScopeMissing)
    {
        Detail = scopes,
        // RFC 6750 section 3.1: tells a client which scopes to ask its authorization server for.
        Headers = [new("WWW-Authenticate", challenge.With($"error=\"insufficient_scope\", scope=\"{scopes}\""))],
    };
}
