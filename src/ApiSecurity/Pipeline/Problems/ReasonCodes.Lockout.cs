namespace ApiSecurity;

public static partial class ReasonCodes
{
    /// <summary>Too many credentials were tried: by this address, or for this subject.</summary>
    public const string TooManyFailures = "too_many_failures";

    /// <summary>Many credentials that are not valid came from one address.</summary>
    public const string AddressAtMaximum = "address_at_maximum";

    /// <summary>Many credentials that are not valid were tried for one subject from one address.</summary>
    public const string CredentialAtMaximum = "credential_at_maximum";

    /// <summary>Many credentials that are not valid were tried for one subject from several addresses.</summary>
    public const string SubjectAtMaximum = "subject_at_maximum";

    /// <summary>Credentials of many subjects are being tried from one address.</summary>
    public const string CredentialStuffing = "credential_stuffing";

    /// <summary>One secret is being tried on many subjects.</summary>
    public const string PasswordSpraying = "password_spraying";

    /// <summary>Ids of keys that do not exist are being tried from one address.</summary>
    public const string KeyScanning = "key_scanning";
}
