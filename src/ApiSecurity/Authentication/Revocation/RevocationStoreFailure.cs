namespace ApiSecurity.Authentication;

/// <summary>What happens to tokens while the <see cref="IRevocationStore"/> can't be read.</summary>
public enum RevocationStoreFailure
{
    /// <summary>
    /// What was read before goes on being applied; only what others revoke meanwhile is missed. A node that has just started, and so knows of nothing,
    /// refuses tokens (503) until it has read the store once.
    /// </summary>
    UseKnown = 0,

    /// <summary>Tokens are refused (503) once nothing could be read for <see cref="RevocationOptions.StaleAfter"/>.</summary>
    Refuse = 1,
}
