using Microsoft.CodeAnalysis;

namespace ApiSecurity.Analyzers;

/// <summary>Where a value of a request came in: a parameter, or a member of one.</summary>
internal readonly struct Origin(ISymbol symbol, string? member) : IEquatable<Origin>
{
    public ISymbol Symbol { get; } = symbol;

    public string? Member { get; } = member;

    /// <summary>The name that tells what the value is for: <c>OrderId</c> of <c>body.OrderId</c>.</summary>
    public string Name => Member ?? Symbol.Name;

    /// <summary>Whether a check of the one is a check of the other: they are the same, or one is a part of the other.</summary>
    public bool Overlaps(Origin other) => Symbol.Is(other.Symbol) && (Member is null || other.Member is null || Member == other.Member);

    public Origin Of(string member) => Member is null ? new Origin(Symbol, member) : this;

    public bool Equals(Origin other) => Symbol.Is(other.Symbol) && Member == other.Member;

    public override bool Equals(object? obj) => obj is Origin other && Equals(other);

    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Symbol) ^ (Member is null ? 0 : StringComparer.Ordinal.GetHashCode(Member));
}
