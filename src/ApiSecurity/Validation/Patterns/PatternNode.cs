namespace ApiSecurity.Validation;

/// <summary>A part of a pattern.</summary>
internal abstract class PatternNode
{
    /// <summary>One character.</summary>
    internal sealed class One(CharSet letters) : PatternNode
    {
        public CharSet Letters { get; } = letters;
    }

    /// <summary>A condition that takes no character: <c>$</c>, <c>\b</c>, a lookaround.</summary>
    internal sealed class Condition : PatternNode;

    internal sealed class Sequence(IReadOnlyList<PatternNode> parts) : PatternNode
    {
        public IReadOnlyList<PatternNode> Parts { get; } = parts;
    }

    internal sealed class Choice(IReadOnlyList<PatternNode> branches) : PatternNode
    {
        public IReadOnlyList<PatternNode> Branches { get; } = branches;
    }

    /// <summary>A quantifier; without an upper bound, if <see cref="Most"/> is <see langword="null"/>.</summary>
    internal sealed class Repeat(PatternNode body, int least, int? most) : PatternNode
    {
        public PatternNode Body { get; } = body;

        public int Least { get; } = least;

        public int? Most { get; } = most;
    }
}
