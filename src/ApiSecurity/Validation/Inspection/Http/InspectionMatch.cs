namespace ApiSecurity.Validation;

/// <summary>A rule that fits, and where. What was there is not kept.</summary>
internal sealed record InspectionMatch(InspectionRule Rule, string Place, InspectionAction Action);
