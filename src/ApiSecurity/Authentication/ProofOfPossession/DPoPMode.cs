namespace ApiSecurity.Authentication;

/// <summary>Whether clients prove with DPoP (RFC 9449) that a token is theirs.</summary>
public enum DPoPMode
{
    /// <summary>A token that is bound to a key needs a proof; others are taken as bearer tokens.</summary>
    Allowed = 0,

    /// <summary>No bearer tokens: each must be bound to a key and come with a proof, or be bound to the client's certificate (RFC 8705).</summary>
    Required = 1,

    /// <summary>No proofs are read. A token that is bound to a key is refused, for nobody can tell whose it is.</summary>
    Disabled = 2,
}
