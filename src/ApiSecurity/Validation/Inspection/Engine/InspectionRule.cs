namespace ApiSecurity.Validation;

/// <summary>One judgement: what it is called, how much it weighs and from which level on it counts.</summary>
/// <param name="Id">Stable, in events and exclusions: <c>sql.union</c>.</param>
/// <param name="Class">The class it belongs to.</param>
/// <param name="Level">The paranoia level from which on it counts.</param>
/// <param name="Score">5: an attack by itself; 3 and 2: more has to come.</param>
internal sealed record InspectionRule(string Id, InspectionClass Class, int Level = 1, int Score = 5)
{
    /// <summary>Its bit in <see cref="InspectionFindings"/>.</summary>
    public int Bit { get; init; }
}
