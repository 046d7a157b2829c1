using System.Collections.Frozen;

namespace ApiSecurity.Cors;

/// <summary>The origins of a policy. The configuration has been checked, so what is here is exact, or <c>scheme://*.name</c>.</summary>
internal sealed class OriginSet
{
    private const string Star = "://*.";

    private readonly FrozenSet<string> _exact;
    private readonly (string Scheme, string Suffix)[] _wildcards;

    public OriginSet(IEnumerable<string> origins)
    {
        var all = origins.ToArray();
        _exact = all.Where(origin => !origin.Contains(Star, StringComparison.Ordinal)).ToFrozenSet(StringComparer.Ordinal);
        _wildcards = [.. all.Except(_exact).Select(Split)];
    }

    public bool Allows(string origin)
    {
        if (_exact.Contains(origin))
        {
            return true;
        }

        foreach (var (scheme, suffix) in _wildcards)
        {
            // Both ends are fixed texts and what is between them is whole labels, so nothing can be smuggled in.
            if (origin.Length > scheme.Length + suffix.Length
                && origin.Length <= OriginSyntax.MaximumLength
                && origin.StartsWith(scheme, StringComparison.Ordinal)
                && origin.EndsWith(suffix, StringComparison.Ordinal)
                && OriginSyntax.IsName(origin.AsSpan(scheme.Length, origin.Length - scheme.Length - suffix.Length))
                && OriginSyntax.IsSerialized(origin))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>https://*.shop.example:8443</c> is <c>https://</c>, any name, <c>.shop.example:8443</c>.</summary>
    private static (string Scheme, string Suffix) Split(string origin)
    {
        var star = origin.IndexOf(Star, StringComparison.Ordinal);
        return (origin[..(star + 3)], origin[(star + 4)..]);
    }
}
