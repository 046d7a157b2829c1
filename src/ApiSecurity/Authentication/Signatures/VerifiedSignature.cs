namespace ApiSecurity.Authentication;

/// <summary>The signature that a request was accepted with; a feature of the request.</summary>
internal sealed record VerifiedSignature(SignatureInput Input);
