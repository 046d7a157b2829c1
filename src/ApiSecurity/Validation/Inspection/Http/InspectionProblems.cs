using System.Globalization;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Validation;

/// <summary>What is told of matches, and the one refusal: it does not say which rule, or an attacker could try until none fits.</summary>
internal static class InspectionProblems
{
    public const string Feature = "inspection";

    private static readonly ApiProblem Suspected = new(403, ReasonCodes.AttackSuspected, "The request looks like an attack.");

    public static readonly Refusal Incomplete = new(Feature, SecurityEventNames.InputValidationFailed, null)
    {
        Reason = ReasonCodes.InspectionIncomplete,
        Severity = SecurityEventSeverity.Low,
        Detail = "the body is longer than ApiSecurity:Inspection:MaxBodyBytes",
    };

    public static Refusal Of(InspectionMatch match, bool refuses) => new(Feature, SecurityEventNames.AttackSuspected, refuses ? Suspected : null)
    {
        Reason = ReasonCodes.AttackSuspected,
        Severity = match.Rule.Score >= 5 ? SecurityEventSeverity.High : SecurityEventSeverity.Low,
        Detail = string.Create(CultureInfo.InvariantCulture, $"{match.Rule.Id} at {match.Place}, score {match.Rule.Score}"),
    };
}
