namespace ApiSecurity;

public static partial class ReasonCodes
{
    /// <summary>The token was revoked: by its id, its subject, its session or its client.</summary>
    public const string TokenRevoked = "token_revoked";

    /// <summary>The store of revocations can't be read, so that nobody can tell whether a token is revoked.</summary>
    public const string RevocationsUnavailable = "revocations_unavailable";
}
