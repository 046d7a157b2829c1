namespace ApiSecurity.Authentication;

/// <summary>What a proof says (RFC 9449 section 4.2); its signature has been checked.</summary>
/// <param name="KeyThumbprint">The SHA-256 thumbprint of its key (RFC 7638).</param>
/// <param name="Id"><c>jti</c>.</param>
/// <param name="Method"><c>htm</c>.</param>
/// <param name="Target"><c>htu</c>.</param>
/// <param name="IssuedAt"><c>iat</c>, in seconds.</param>
/// <param name="TokenHash"><c>ath</c>.</param>
/// <param name="Nonce"><c>nonce</c>.</param>
internal sealed record Proof(byte[] KeyThumbprint, string Id, string Method, string Target, double IssuedAt, string? TokenHash, string? Nonce)
{
    /// <summary><c>exp</c>, which a proof need not have.</summary>
    public double? Expires { get; init; }

    /// <summary><c>nbf</c>, which a proof need not have.</summary>
    public double? NotBefore { get; init; }
}
