namespace ApiSecurity.Validation;

/// <summary>A pattern, taken apart.</summary>
internal abstract record PatternTree
{
    public sealed record Set(CodePoints Points) : PatternTree;

    public sealed record Sequence(IReadOnlyList<PatternTree> Parts) : PatternTree;

    public sealed record Choice(IReadOnlyList<PatternTree> Parts) : PatternTree;

    /// <param name="Part">What is repeated.</param>
    /// <param name="Least">How often at least.</param>
    /// <param name="Most">How often at most; <see cref="int.MaxValue"/> for any number.</param>
    public sealed record Repeat(PatternTree Part, int Least, int Most) : PatternTree;

    public sealed record Start : PatternTree;

    public sealed record End : PatternTree;
}
