namespace ApiSecurity.Authentication;

/// <summary>The metadata are those of another issuer than the one that was asked (RFC 8414 section 3.3).</summary>
internal sealed class IssuerMismatchException(string authority, string issuer) : Exception(
    $"They name the issuer {issuer}, which is not the Authority {authority}. If both are right, list the issuer in ValidIssuers.");
