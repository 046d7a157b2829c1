using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Testing;

/// <summary>
/// Makes access tokens for tests (RFC 9068, ES256), with a key of its own that lives as long as it does. The application under test trusts them after
/// <c>services.AddTestTokens(tokens)</c>; <see cref="SecurityTests"/> sees to that by itself.
/// </summary>
public sealed class TestTokens : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Makes a source of tokens.</summary>
    /// <param name="time">The clock that times are taken from; the system's where left out, and the application's own after <c>AddTestTokens</c>.</param>
    public TestTokens(TimeProvider? time = null)
    {
        Time = time ?? TimeProvider.System;
        PublicKey = new ECDsaSecurityKey(ECDsa.Create(_key.ExportParameters(includePrivateParameters: false))) { KeyId = "apisecurity-testing" };
    }

    /// <summary>Gets or sets the issuer (<c>iss</c>).</summary>
    /// <value>The default is <c>https://issuer.apisecurity.invalid</c>.</value>
    public string Issuer { get; set; } = "https://issuer.apisecurity.invalid";

    /// <summary>Gets or sets the audience (<c>aud</c>).</summary>
    /// <value>The default is <c>apisecurity-testing</c>, which the application accepts after <c>AddTestTokens</c>.</value>
    public string Audience { get; set; } = "apisecurity-testing";

    /// <summary>Gets or sets the claim that names the tenant.</summary>
    /// <value>The default is <c>tenant</c>; after <c>AddTestTokens</c> what the application's options say.</value>
    public string TenantClaimType { get; set; } = "tenant";

    /// <summary>Gets or sets the claim that lists the permissions.</summary>
    /// <value>The default is <c>permissions</c>; after <c>AddTestTokens</c> what the application's options say.</value>
    public string PermissionClaimType { get; set; } = "permissions";

    /// <summary>Gets or sets the claim that lists the roles.</summary>
    /// <value>The default is <c>roles</c>; after <c>AddTestTokens</c> what the application's options say.</value>
    public string RoleClaimType { get; set; } = "roles";

    /// <summary>Gets the public key, as an authorization server publishes it.</summary>
    public SecurityKey PublicKey { get; }

    internal TimeProvider Time { get; set; }

    /// <summary>A good token.</summary>
    /// <param name="caller">Whom it is for.</param>
    /// <param name="change">Changes the payload: <c>payload["exp"] = 0</c>; what is <see langword="null"/> then is left out.</param>
    /// <returns>The token, to be sent as <c>Authorization: Bearer …</c>.</returns>
    public string Mint(TestCaller caller, Action<IDictionary<string, object?>>? change = null) => Write("ES256", Payload(caller, change), _key);

    /// <summary>A token that a key of nobody's has signed.</summary>
    internal string Forge(TestCaller caller) => Write("ES256", Payload(caller, null), _other);

    /// <summary>A token that says it needs no signature (RFC 8725 section 3.1).</summary>
    internal string Unsigned(TestCaller caller) => Write("none", Payload(caller, null), null);

    /// <summary>A token whose signature uses the public key as a shared secret (RFC 8725 section 2.1).</summary>
    internal string Confused(TestCaller caller)
    {
        var text = Text("HS256", Payload(caller, null));
        return $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(_key.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes(text)))}";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _key.Dispose();
        _other.Dispose();
    }

    private Dictionary<string, object?> Payload(TestCaller caller, Action<IDictionary<string, object?>>? change)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var now = Time.GetUtcNow().ToUnixTimeSeconds();
        var payload = new Dictionary<string, object?>
        {
            ["iss"] = Issuer,
            ["aud"] = Audience,
            ["sub"] = caller.Subject,
            ["client_id"] = "apisecurity-testing",
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + 300,
            ["auth_time"] = now,
            [TenantClaimType] = caller.Tenant,
            [PermissionClaimType] = caller.Permissions.Count == 0 ? null : caller.Permissions,
            [RoleClaimType] = caller.Roles.Count == 0 ? null : caller.Roles,
        };
        if (caller.Scopes.Count > 0)
        {
            payload["scope"] = PermissionClaimType == "scope" ? string.Join(' ', caller.Scopes.Concat(caller.Permissions)) : string.Join(' ', caller.Scopes);
        }
        else if (PermissionClaimType == "scope" && caller.Permissions.Count > 0)
        {
            payload["scope"] = string.Join(' ', caller.Permissions);
        }

        foreach (var (name, value) in caller.Claims)
        {
            payload[name] = value;
        }

        change?.Invoke(payload);
        return payload;
    }

    private static string Write(string algorithm, Dictionary<string, object?> payload, ECDsa? key)
    {
        var text = Text(algorithm, payload);
        return $"{text}.{(key is null ? string.Empty : Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256)))}";
    }

    private static string Text(string algorithm, Dictionary<string, object?> payload)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["alg"] = algorithm, ["typ"] = "at+jwt", ["kid"] = "apisecurity-testing" });
        var written = JsonSerializer.SerializeToUtf8Bytes(payload.Where(pair => pair.Value is not null).ToDictionary());
        return $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(written)}";
    }
}
