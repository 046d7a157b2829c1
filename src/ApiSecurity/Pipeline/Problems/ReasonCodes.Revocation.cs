namespace ApiSecurity;

public static partial class ReasonCodes
{
    /// <summary>The token was revoked: by its id, its subject, its session or its client.</summary>
    public const string TokenRevoked = "token_revoked";

    /// <summary>The event tells that tokens were revoked.</summary>
    public const string TokenRevocation = "token_revocation";

    /// <summary>The event tells that a revocation was taken back.</summary>
    public const string TokenRestoration = "token_restoration";

    /// <summary>The store of revocations can't be read, so that nobody can tell whether a token is revoked.</summary>
    public const string RevocationsUnavailable = "revocations_unavailable";
}
