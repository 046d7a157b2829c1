namespace ApiSecurity;

public static partial class ReasonCodes
{
    /// <summary>The password is not the user's, or there is no user of this name.</summary>
    public const string PasswordWrong = "password_wrong";

    /// <summary>What was sent as name and password is no base64 of UTF-8 with a colon in it, is too long, or has control characters.</summary>
    public const string CredentialMalformed = "credential_malformed";

    /// <summary>A password came without TLS: everybody on the way may have read it.</summary>
    public const string CredentialUnprotected = "credential_unprotected";

    /// <summary>So many passwords are being hashed that the request would have waited too long.</summary>
    public const string PasswordChecksBusy = "password_checks_busy";
}
