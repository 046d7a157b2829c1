namespace ApiSecurity;

public static partial class ReasonCodes
{
    /// <summary>The API key, or the name and password, was not accepted; events hold the precise reason, clients are told this one only.</summary>
    public const string InvalidCredential = "invalid_credential";

    /// <summary>There is no key of this id, or the secret is not the key's.</summary>
    public const string KeyUnknown = "key_unknown";

    /// <summary>What was sent does not have the form of an API key, or its checksum is wrong: it was mistyped, cut off or guessed.</summary>
    public const string KeyMalformed = "key_malformed";

    /// <summary>The key's time is over, or that of its secret from before the last rotation.</summary>
    public const string KeyExpired = "key_expired";

    /// <summary>The key was revoked.</summary>
    public const string KeyRevoked = "key_revoked";

    /// <summary>The key may not be used from the client's network.</summary>
    public const string KeyNetwork = "key_network";

    /// <summary>A key stands in the request's address: refused, unless <c>ApiSecurity:ApiKeys:QueryParameterName</c> asks for it.</summary>
    public const string KeyInQuery = "key_in_query";

    /// <summary>The store that has to be asked gives no answer.</summary>
    public const string StoreUnavailable = "store_unavailable";

    /// <summary>A key was made.</summary>
    public const string KeyCreation = "key_creation";

    /// <summary>A key was given a new secret.</summary>
    public const string KeyRotation = "key_rotation";

    /// <summary>A key was taken back.</summary>
    public const string KeyRevocation = "key_revocation";

    /// <summary>The caller wanted to give a key more than they have themselves: scopes, permissions, another owner, tenant, plan, a longer time or a wider network.</summary>
    public const string KeyEscalation = "key_escalation";

    /// <summary>The key can't be changed: it stands in the configuration, was revoked already or has expired.</summary>
    public const string KeyUnchangeable = "key_unchangeable";
}
