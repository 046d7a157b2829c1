namespace ApiSecurity.Validation;

/// <summary>What the JSON of an endpoint must be, by a schema of its own.</summary>
/// <param name="Schema">The schema; <see langword="null"/> where there is none.</param>
/// <param name="MustBeJson">Whether nothing but JSON is taken.</param>
internal sealed record JsonContract(JsonSchema? Schema, bool MustBeJson)
{
    public static readonly JsonContract None = new(null, MustBeJson: false);

    /// <summary>How long the body may be, where the endpoint says so itself.</summary>
    public int? MaxBody { get; init; }

    /// <summary>What stops the start.</summary>
    public string? Error { get; init; }
}
