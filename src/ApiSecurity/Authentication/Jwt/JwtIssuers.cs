using System.Collections.Frozen;
using System.Security.Claims;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication;

namespace ApiSecurity.Authentication;

/// <summary>The further issuers: which of them a token says it is from, and what is made of its claims once that has been proved.</summary>
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

    /// <summary>The ticket of one of an issuer's tokens, as a ticket of the scheme that the application knows.</summary>
    public AuthenticationTicket Adopt(Issuer issuer, AuthenticationTicket ticket, string scheme)
    {
        if (ticket.Principal.Identity is ClaimsIdentity identity)
        {
            if (issuer.Options.Tenant is { } tenant)
            {
                Replace(identity, claims.Tenant, _ => tenant, isRequired: true);
            }

            if (issuer.Options.SubjectPrefix is { } prefix)
            {
                foreach (var type in SingleClaim.SubjectTypes)
                {
                    Replace(identity, type, subject => prefix + subject, isRequired: false);
                }
            }
        }

        return new AuthenticationTicket(ticket.Principal, ticket.Properties, scheme);
    }

    private static void Replace(ClaimsIdentity identity, string type, Func<string, string> change, bool isRequired)
    {
        var old = identity.FindAll(claim => claim.Type.Equals(type, StringComparison.OrdinalIgnoreCase)).ToArray();
        foreach (var claim in old)
        {
            identity.RemoveClaim(claim);
        }

        var values = isRequired ? [change(string.Empty)] : old.Select(claim => change(claim.Value));
        identity.AddClaims(values.Select(value => new Claim(type, value, ClaimValueTypes.String, old.FirstOrDefault()?.Issuer)));
    }

    internal sealed record Issuer(string Scheme, JwtIssuerOptions Options);
}
