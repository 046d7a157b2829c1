namespace ApiSecurity.Authentication;

/// <summary>What to do where no certificate can get here; told by all who need one.</summary>
internal static class CertificateHelp
{
    public const string Text =
        "Have Kestrel ask: ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ClientCertificateMode = ClientCertificateMode.AllowCertificate)). "
        + "Behind a proxy, set ApiSecurity:ProofOfPossession:CertificateFromProxy and list it in ApiSecurity:Transport:TrustedProxies.";
}
