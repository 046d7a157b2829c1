namespace ApiSecurity.Authentication;

/// <summary>The names of HTTP message signatures.</summary>
public static class HttpSignatureDefaults
{
    /// <summary>The authentication scheme.</summary>
    public const string AuthenticationScheme = "HttpSignature";

    internal const string SectionKey = "HttpSignatures";

    internal const string InputHeader = "Signature-Input";

    internal const string SignatureHeader = "Signature";

    internal const string AcceptHeader = "Accept-Signature";
}
