using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Authentication;

/// <summary>
/// Takes only tokens that are bound to the client's key (DPoP, RFC 9449) or certificate (RFC 8705), and were proved to be the sender's. A bearer token is
/// answered with 401 and a challenge of the scheme <c>DPoP</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = false, Inherited = true)]
public sealed class RequireProofOfPossessionAttribute : AuthorizeAttribute, IAuthorizationRequirementData
{
    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [PossessionRequirement.Instance];
}
