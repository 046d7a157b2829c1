namespace ApiSecurity.Authentication;

/// <summary>How the sender of a request has proved that the token is theirs; a feature of the request.</summary>
/// <param name="Subject">Whom the token is for, so that the proof does not count for somebody that another credential names.</param>
/// <param name="KeyThumbprint">The key's thumbprint, for DPoP.</param>
/// <param name="CertificateThumbprint">The certificate's, for mutual TLS.</param>
internal sealed record PossessionFeature(string? Subject, string? KeyThumbprint, string? CertificateThumbprint);
