namespace ApiSecurity.Authorization;

/// <summary>What a role brings with it (<c>ApiSecurity:Authorization:Roles:{name}</c>).</summary>
public sealed class RoleOptions
{
    /// <summary>
    /// Gets the permissions that the role brings: names, <c>orders.*</c> for all that begin with <c>orders.</c> (not <c>orders</c> itself),
    /// or <c>*</c> for all there are.
    /// </summary>
    /// <value>The default is empty.</value>
    public IList<string> Permissions { get; } = [];

    /// <summary>
    /// Gets the roles that this one includes: who has this role has those too, with all that they bring, deny and include. Each must be
    /// a key of <see cref="ApiAuthorizationOptions.Roles"/>, and none may lead back here.
    /// </summary>
    /// <value>The default is empty.</value>
    public IList<string> Includes { get; } = [];

    /// <summary>Gets the permissions that nobody with this role has, wherever else they come from; written like <see cref="Permissions"/>.</summary>
    /// <value>The default is empty.</value>
    public IList<string> Denied { get; } = [];
}
