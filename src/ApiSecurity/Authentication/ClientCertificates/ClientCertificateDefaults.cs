namespace ApiSecurity.Authentication;

/// <summary>The names of client certificates.</summary>
public static class ClientCertificateDefaults
{
    /// <summary>The authentication scheme.</summary>
    public const string AuthenticationScheme = "Certificate";

    internal const string SectionKey = nameof(ApiSecurityOptions.ClientCertificates);
}
