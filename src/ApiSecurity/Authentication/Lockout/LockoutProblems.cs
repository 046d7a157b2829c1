using System.Globalization;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

internal static class LockoutProblems
{
    private const string Feature = "lockout";

    private static readonly ApiProblem Problem = new(429, ReasonCodes.TooManyFailures, "Too many credentials that are not valid were tried.");

    /// <summary>The same whatever was tried, and whether or not it was right.</summary>
    /// <param name="wait">In the table's units.</param>
    /// <param name="what">Which limit, for the operator.</param>
    public static Refusal Locked(long wait, string what) => new(Feature, SecurityEventNames.AuthenticationLocked, Problem)
    {
        Detail = what,
        // RFC 6585 section 4, RFC 9110 section 10.2.3.
        Headers = [new("Retry-After", ((wait + FailureTable.UnitsPerSecond - 1) / FailureTable.UnitsPerSecond).ToString(CultureInfo.InvariantCulture))],
    };

    /// <summary>Something that is told once, and refuses nothing by itself.</summary>
    public static Refusal Noticed(string eventName, string reason, string? subject, string detail) => new(Feature, eventName, null)
    {
        Reason = reason,
        Severity = SecurityEventSeverity.High,
        Subject = subject,
        Detail = detail,
    };
}
