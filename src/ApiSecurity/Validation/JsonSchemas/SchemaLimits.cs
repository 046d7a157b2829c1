namespace ApiSecurity.Validation;

/// <summary>What of the options counts when a document is validated.</summary>
internal sealed class SchemaLimits(JsonSchemaOptions options)
{
    private const int LeastTokens = 4096;

    public int MaxErrors { get; } = Within(options.MaxErrors, 1000, nameof(options.MaxErrors));

    public int MaxDepth { get; } = Within(options.MaxDepth, 100_000, nameof(options.MaxDepth));

    public int MaxBytes { get; } = Within(options.MaxBytes, 1_000_000_000, nameof(options.MaxBytes));

    public bool AllowsDuplicates { get; } = options.AllowDuplicateMembers;

    private long WorkAToken { get; } = Within(options.MaxWork, 100_000, nameof(options.MaxWork));

    public long WorkFor(int tokens) => WorkAToken * Math.Max(tokens, LeastTokens);

    private static int Within(int value, int most, string name) =>
        value >= 1 && value <= most ? value : throw new ArgumentOutOfRangeException(name, value, $"Write a number from 1 to {most}.");
}
