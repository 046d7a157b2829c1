namespace ApiSecurity;

/// <content>The codes of tokens that an authorization server is asked about.</content>
public static partial class ReasonCodes
{
    /// <summary>The authorization server says that the token is not active: unknown to it, expired or revoked (RFC 7662 section 2.2).</summary>
    public const string TokenInactive = "token_inactive";

    /// <summary>The token begins as those of none of the authorization servers do.</summary>
    public const string TokenServerUnknown = "token_server_unknown";

    /// <summary>The authorization server could not be asked about the token, or gave no usable answer.</summary>
    public const string IntrospectionUnavailable = "introspection_unavailable";
}
