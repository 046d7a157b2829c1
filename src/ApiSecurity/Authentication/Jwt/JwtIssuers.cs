using System.Collections.Frozen;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>The further issuers: which of them a token says it is from.</summary>
internal sealed class JwtIssuers(FeatureOptionsSource<JwtOptions> options, ClaimNames claims)
{
    private readonly Compiled<FrozenDictionary<string, Issuer>> _byName = options.Compile(current => current.Issuers
        .SelectMany(issuer => NamesOf(issuer.Value).Select(name => (Name: name, Issuer: new Issuer(JwtDefaults.IssuerSchemePrefix + issuer.Key, issuer.Value))))
        .DistinctBy(pair => pair.Name, StringComparer.Ordinal)
        .ToFrozenDictionary(pair => pair.Name, pair => pair.Issuer, StringComparer.Ordinal));

    public static IEnumerable<string> NamesOf(JwtIssuerOptions issuer)
    {
        if (issuer.ValidIssuers.Count > 0)
        {
            return issuer.ValidIssuers;
        }

        var authority = (issuer.Authority ?? string.Empty).TrimEnd('/');
        return [authority, authority + "/"];
    }

    /// <param name="text">The header's whole value. Its signature has not been checked: it only says whose keys to check it with.</param>
    public Issuer? For(string text)
    {
        var issuers = _byName.Value;
        return issuers.Count > 0 && JwtShape.IssuerOf(text.AsSpan(text.LastIndexOf(' ') + 1), options.Current.MaxTokenBytes) is { } name && issuers.TryGetValue(name, out var issuer)
            ? issuer
            : null;
    }

    public IssuerAdoption AdoptionOf(Issuer issuer) => new(issuer.Options, claims);

    internal sealed record Issuer(string Scheme, JwtIssuerOptions Options);
}
