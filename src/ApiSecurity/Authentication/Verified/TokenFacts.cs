namespace ApiSecurity.Authentication;

/// <summary>What a token says about itself, as far as later decisions need it: by these it is revoked, and tied to a key.</summary>
internal sealed record TokenFacts
{
    public string? Issuer { get; init; }

    public string? Subject { get; init; }

    /// <summary>The subject as the application knows it, where the issuer's have a prefix here.</summary>
    public string? AdoptedSubject { get; init; }

    public string? Client { get; init; }

    /// <summary>The session at the issuer (<c>sid</c>).</summary>
    public string? Session { get; init; }

    /// <summary><c>jti</c>.</summary>
    public string? Id { get; init; }

    public DateTimeOffset? IssuedAt { get; init; }

    public DateTimeOffset? Expires { get; init; }

    /// <summary><c>cnf.jkt</c> (RFC 9449 section 6.1).</summary>
    public string? JwkThumbprint { get; init; }

    /// <summary><c>cnf["x5t#S256"]</c> (RFC 8705 section 3.1).</summary>
    public string? CertificateThumbprint { get; init; }

    /// <summary>A confirmation of another kind (RFC 7800), which nobody here can check.</summary>
    public bool HasUnknownConfirmation { get; init; }

    public bool IsSenderConstrained => JwkThumbprint is not null || CertificateThumbprint is not null || HasUnknownConfirmation;
}
