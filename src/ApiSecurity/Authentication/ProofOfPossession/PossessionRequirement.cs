using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Authentication;

/// <summary>The sender must have proved that the token is theirs.</summary>
internal sealed class PossessionRequirement : IAuthorizationRequirement
{
    public static readonly PossessionRequirement Instance = new();

    private PossessionRequirement()
    {
    }

    /// <inheritdoc/>
    public override string ToString() => "The token must be bound to the client's key or certificate.";
}
