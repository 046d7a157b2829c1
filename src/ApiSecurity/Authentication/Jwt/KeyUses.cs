using System.Runtime.CompilerServices;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Authentication;

/// <summary>
/// What the members of a JWK set say that its keys are for: <c>use</c>, <c>key_ops</c> and <c>alg</c> (RFC 7517 sections 4.2 to 4.4). The token library makes keys of
/// them that have forgotten all but <c>use</c>. RFC 8725 section 3.1: a key must be used with one algorithm only.
/// </summary>
internal sealed class KeyUses
{
    private static readonly KeyUses None = new(new JsonWebKeySet());
    private static readonly ConditionalWeakTable<JsonWebKeySet, KeyUses> Known = [];
    private static readonly ConditionalWeakTable<SecurityKey, string> Names = [];

    private readonly ILookup<string, JsonWebKey> _members;

    private KeyUses(JsonWebKeySet set) => _members = set.Keys
        .SelectMany(member => KeysOf(member).Select(key => (Name: NameOf(key), Member: member)))
        .ToLookup(pair => pair.Name, pair => pair.Member, StringComparer.Ordinal);

    /// <param name="configuration">What an authorization server says of itself; none for keys that come from elsewhere.</param>
    public static KeyUses Of(BaseConfiguration? configuration) => Of((configuration as OpenIdConnectConfiguration)?.JsonWebKeySet);

    public static KeyUses Of(JsonWebKeySet? set) => set is null ? None : Known.GetValue(set, static set => new(set));

    /// <summary>Two keys of one name are the same key.</summary>
    public static string NameOf(SecurityKey key) => Names.GetValue(key, static key =>
        $"{key.KeyId} {(key.CanComputeJwkThumbprint() ? Convert.ToHexString(key.ComputeJwkThumbprint()) : Guid.NewGuid().ToString())}");

    /// <summary>Whether signatures of an algorithm may be checked with a key. One that stands in the set more than once is good for what any of them says.</summary>
    public bool Allow(SecurityKey key, string algorithm)
    {
        if (!IsOfCurve(key, algorithm))
        {
            return false;
        }

        if (key is JsonWebKey itself)
        {
            return Allows(itself, algorithm);
        }

        var members = _members[NameOf(key)];
        return !members.Any() || members.Any(member => Allows(member, algorithm));
    }

    private static bool Allows(JsonWebKey member, string algorithm) =>
        (string.IsNullOrEmpty(member.Use) || member.Use == JsonWebKeyUseNames.Sig)
        && (member.KeyOps.Count == 0 || member.KeyOps.Contains("verify", StringComparer.Ordinal))
        && (string.IsNullOrEmpty(member.Alg) || string.Equals(member.Alg, algorithm, StringComparison.Ordinal));

    /// <summary>RFC 7518 section 3.4: each of these algorithms has one curve. The token library only wants 256 bits or more.</summary>
    private static bool IsOfCurve(SecurityKey key, string algorithm) => algorithm switch
    {
        "ES256" => BitsOf(key) == 256,
        "ES384" => BitsOf(key) == 384,
        "ES512" => BitsOf(key) == 521,
        _ => true,
    };

    private static int BitsOf(SecurityKey key) => key is JsonWebKey member ? member.Crv switch { "P-256" => 256, "P-384" => 384, "P-521" => 521, _ => 0 } : key.KeySize;

    private static IEnumerable<SecurityKey> KeysOf(JsonWebKey member)
    {
        var alone = new JsonWebKeySet();
        alone.Keys.Add(member);
        return alone.GetSigningKeys();
    }
}
