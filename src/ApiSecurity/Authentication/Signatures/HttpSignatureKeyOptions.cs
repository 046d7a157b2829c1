using System.ComponentModel.DataAnnotations;

namespace ApiSecurity.Authentication;

/// <summary>The key of one who may sign requests, and who that is.</summary>
public sealed class HttpSignatureKeyOptions
{
    /// <summary>Gets or sets the one algorithm that the key is for (<see cref="HttpSignatureAlgorithms"/>).</summary>
    /// <value>There is no default; one is required.</value>
    [Required(ErrorMessage = "Write the algorithm that the key is for: ecdsa-p256-sha256, ecdsa-p384-sha384, rsa-pss-sha512, hmac-sha256.")]
    public string Algorithm { get; set; } = string.Empty;

    /// <summary>Gets or sets the public key as PEM (<c>-----BEGIN PUBLIC KEY-----</c>), or for <c>hmac-sha256</c> the secret in base64, which belongs into a secret store.</summary>
    /// <value>There is no default; one is required.</value>
    [Required(ErrorMessage = "Write the public key as PEM; for hmac-sha256, the secret in base64.")]
    public string Key { get; set; } = string.Empty;

    /// <summary>Gets or sets who signs with the key; becomes the claim <c>sub</c>.</summary>
    /// <value>There is no default; one is required.</value>
    [Required(ErrorMessage = "Write who signs with the key; it becomes the caller's subject.")]
    public string Subject { get; set; } = string.Empty;

    /// <summary>Gets or sets the client; becomes the claim <c>client_id</c>.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? ClientId { get; set; }

    /// <summary>Gets or sets the tenant; becomes a claim of the type that <c>ApiSecurity:Authorization:TenantClaimType</c> names.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? Tenant { get; set; }

    /// <summary>Gets the scopes; they become the claim <c>scope</c>.</summary>
    /// <value>The default is empty.</value>
    public IList<string> Scopes { get; } = [];

    /// <summary>Gets the permissions; each becomes a claim of the type that <c>ApiSecurity:Authorization:PermissionClaimType</c> names.</summary>
    /// <value>The default is empty.</value>
    public IList<string> Permissions { get; } = [];
}
