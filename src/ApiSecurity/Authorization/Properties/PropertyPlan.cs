using System.Text.Json;

namespace ApiSecurity.Authorization;

/// <summary>What an endpoint's body is.</summary>
internal enum BodyUse
{
    /// <summary>JSON of a type; a merge patch, if the content type says so.</summary>
    Value,

    /// <summary>A JSON Patch of a type.</summary>
    JsonPatch,

    /// <summary>Either patch, by its form.</summary>
    AnyPatch,
}

/// <summary>What of an endpoint's body rules are held against.</summary>
/// <param name="Bodies">What the body may be.</param>
/// <param name="Reading">How the endpoint's JSON is read.</param>
/// <param name="MaxBytes">How long the body may be, where the endpoint says so itself.</param>
internal sealed record PropertyPlan(IReadOnlyList<(BodyNode[] Roots, BodyUse Use)> Bodies, JsonReaderOptions Reading, long? MaxBytes)
{
    public static readonly PropertyPlan None = new([], default, null);

    public bool IsEmpty => Bodies.Count == 0;
}
