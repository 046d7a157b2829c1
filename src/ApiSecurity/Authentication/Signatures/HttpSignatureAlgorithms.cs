namespace ApiSecurity.Authentication;

/// <summary>The names of signature algorithms (RFC 9421 section 6.2.2). <c>ed25519</c> is not among them, because .NET does not have it.</summary>
public static class HttpSignatureAlgorithms
{
    /// <summary>ECDSA on the curve P-256 with SHA-256 (RFC 9421 section 3.3.4).</summary>
    public const string EcdsaP256Sha256 = "ecdsa-p256-sha256";

    /// <summary>ECDSA on the curve P-384 with SHA-384 (RFC 9421 section 3.3.5).</summary>
    public const string EcdsaP384Sha384 = "ecdsa-p384-sha384";

    /// <summary>RSASSA-PSS with SHA-512 (RFC 9421 section 3.3.1).</summary>
    public const string RsaPssSha512 = "rsa-pss-sha512";

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256 (RFC 9421 section 3.3.2); accepted only where it is listed, for partners that have nothing better.</summary>
    public const string RsaPkcs1Sha256 = "rsa-v1_5-sha256";

    /// <summary>HMAC with SHA-256 (RFC 9421 section 3.3.3): both sides have the same secret, and each can sign for the other.</summary>
    public const string HmacSha256 = "hmac-sha256";

    internal static readonly string[] Default = [EcdsaP256Sha256, EcdsaP384Sha384, RsaPssSha512, HmacSha256];

    internal static readonly string[] All = [.. Default, RsaPkcs1Sha256];

    /// <summary>Those that are accepted.</summary>
    internal static IList<string> Of(HttpSignatureOptions options) => options.ValidAlgorithms.Count > 0 ? options.ValidAlgorithms : Default;
}
