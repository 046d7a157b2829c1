using System.Security.Claims;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>A key that checks signatures, for one algorithm, and who signs with it. Can be kept and used by any number of requests at the same time.</summary>
public sealed class HttpSignatureKey
{
    private readonly SignatureKey _key;

    /// <summary>Reads a key.</summary>
    /// <param name="algorithm">The one algorithm that the key is for (<see cref="HttpSignatureAlgorithms"/>).</param>
    /// <param name="key">The public key as PEM, RSA from 2048 to 8192 bits; or for <c>hmac-sha256</c> the secret in base64, of at least 32 bytes.</param>
    /// <exception cref="ArgumentException">The algorithm is not known, or the key is none for it.</exception>
    public HttpSignatureKey(string algorithm, string key)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        ArgumentNullException.ThrowIfNull(key);
        _key = SignatureKey.Read(algorithm, key, forSigning: false);
        Algorithm = algorithm;
    }

    /// <summary>Gets the algorithm that the key is for.</summary>
    public string Algorithm { get; }

    /// <summary>Gets who signs with the key; becomes the claim <c>sub</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>Gets the client; becomes the claim <c>client_id</c>.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? ClientId { get; init; }

    /// <summary>Gets the tenant; becomes a claim of the type that <c>ApiSecurity:Authorization:TenantClaimType</c> names.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? Tenant { get; init; }

    /// <summary>Gets the scopes; they become the claim <c>scope</c>.</summary>
    /// <value>The default is empty.</value>
    public IReadOnlyCollection<string> Scopes { get; init; } = [];

    /// <summary>Gets the permissions; each becomes a claim of the type that <c>ApiSecurity:Authorization:PermissionClaimType</c> names.</summary>
    /// <value>The default is empty.</value>
    public IReadOnlyCollection<string> Permissions { get; init; } = [];

    internal static HttpSignatureKey From(HttpSignatureKeyOptions options) => new(options.Algorithm, options.Key)
    {
        Subject = options.Subject,
        ClientId = options.ClientId,
        Tenant = options.Tenant,
        Scopes = [.. options.Scopes],
        Permissions = [.. options.Permissions],
    };

    internal bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature) => _key.Verify(signed, signature);

    /// <summary>What of a signature is the same in every other signature that can be made from it without the key.</summary>
    internal ReadOnlySpan<byte> FixedPart(ReadOnlySpan<byte> signature) => _key.FixedPart(signature);

    internal ClaimsPrincipal ToPrincipal(ClaimNames names) =>
        CallerIdentity.Of(HttpSignatureDefaults.AuthenticationScheme, names, Subject, ClientId, Tenant, Scopes, Permissions);
}
