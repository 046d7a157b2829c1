using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Authentication;

/// <summary>Compares what an authorization server says with what it said before.</summary>
internal static class IssuerKeys
{
    /// <summary>Whether everything that was verified with the earlier ones would be verified with the later ones too.</summary>
    public static bool AreKept(OpenIdConnectConfiguration earlier, OpenIdConnectConfiguration later)
    {
        var keys = later.SigningKeys.Select(Identity).ToHashSet(StringComparer.Ordinal);
        return string.Equals(earlier.Issuer, later.Issuer, StringComparison.Ordinal) && earlier.SigningKeys.All(key => keys.Contains(Identity(key)));
    }

    private static string Identity(SecurityKey key) =>
        $"{key.KeyId} {(key.CanComputeJwkThumbprint() ? Convert.ToHexString(key.ComputeJwkThumbprint()) : Guid.NewGuid().ToString())}";
}
