using ApiSecurity.Authentication;
using ApiSecurity.Pipeline;

namespace ApiSecurity;

/// <summary>The refusals of <see cref="ApiKeyEndpoints"/>.</summary>
internal static class ApiKeyEndpointProblems
{
    private const string Feature = "api keys";

    private static readonly ApiProblem Wrong = new(400, ReasonCodes.SchemaMismatch, "One or more validation errors occurred.");

    private static readonly ApiProblem PermissionMissing = new(403, ReasonCodes.PermissionMissing, "The caller lacks a permission.");

    public static readonly Refusal Unauthenticated = new("authentication", SecurityEventNames.AuthenticationFailed, ApiProblems.Unauthenticated)
    {
        Severity = SecurityEventSeverity.Low,
        Headers = [new("WWW-Authenticate", ApiKeyDefaults.AuthenticationScheme)],
    };

    /// <summary>Not there, or another tenant's: the answer does not tell which.</summary>
    public static readonly Refusal NotFound =
        new(Feature, SecurityEventNames.DirectReference, new ApiProblem(404, ReasonCodes.ObjectNotFound, "There is no such object, or it is not one that the caller may have."))
        {
            ObjectType = ApiKeyProblems.ObjectType,
        };

    public static readonly Refusal Unchangeable =
        new(Feature, SecurityEventNames.InputValidationFailed, new ApiProblem(409, ReasonCodes.KeyUnchangeable, "The key can't be changed any more, or not here.")) { Severity = SecurityEventSeverity.Low };

    public static Refusal WithoutPermission(string permission) => new(Feature, SecurityEventNames.AuthorizationFailed, PermissionMissing) { Detail = permission };

    /// <param name="what">The member by which the key would be more than its maker.</param>
    public static Refusal Escalation(string what) =>
        new(Feature, SecurityEventNames.AuthorizationFailed, new ApiProblem(403, ReasonCodes.KeyEscalation, "A key can't be given more than its maker has."))
        {
            Severity = SecurityEventSeverity.High,
            Detail = what,
            Extensions = [new("member", what)],
        };

    public static Refusal Invalid(IEnumerable<(string Member, string Cause, string Fix)> faults) => new(Feature, SecurityEventNames.InputValidationFailed, Wrong)
    {
        Severity = SecurityEventSeverity.Low,
        Extensions = [new("errors", faults.GroupBy(fault => fault.Member, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Select(fault => fault.Fix).ToArray()))],
    };

    /// <summary>The exception's type is for the operator; its text may hold anything.</summary>
    public static Refusal Unavailable(Exception exception) =>
        new(Feature, SecurityEventNames.SystemFault, new ApiProblem(503, ReasonCodes.StoreUnavailable, "The keys can't be reached at the moment.")) { Detail = exception.GetBaseException().GetType().FullName };
}
