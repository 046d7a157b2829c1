using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace ApiSecurity.Authentication;

/// <summary>Compares what an authorization server says with what it said before.</summary>
internal static class IssuerKeys
{
    /// <summary>Whether everything that was verified with the earlier ones would be verified with the later ones too.</summary>
    public static bool AreKept(OpenIdConnectConfiguration earlier, OpenIdConnectConfiguration later) =>
        string.Equals(earlier.Issuer, later.Issuer, StringComparison.Ordinal) && Uses(earlier).ToHashSet(StringComparer.Ordinal).IsSubsetOf(Uses(later));

    /// <summary>A key that is for another algorithm now is no longer what it was.</summary>
    private static IEnumerable<string> Uses(OpenIdConnectConfiguration configuration)
    {
        var uses = KeyUses.Of(configuration);
        return
            from key in configuration.SigningKeys
            from algorithm in JwtDefaults.Algorithms
            where uses.Allow(key, algorithm)
            select $"{KeyUses.NameOf(key)} {algorithm}";
    }
}
