using System.ComponentModel.DataAnnotations;

namespace ApiSecurity.Authorization;

/// <summary>Who may call an endpoint that does not say so itself, and what the claims of a caller mean (<c>ApiSecurity:Authorization</c>).</summary>
/// <remarks>
/// <see cref="FeatureOptions.Mode"/> and <see cref="FeatureOptions.DisabledReason"/> concern deny by default alone. What the application
/// asks for itself (<c>[Authorize]</c>, <c>RequirePermission</c>, a <c>FallbackPolicy</c> of its own) always takes effect.
/// </remarks>
public sealed class ApiAuthorizationOptions : FeatureOptions
{
    /// <summary>Gets or sets the claim that tells which tenant the caller belongs to.</summary>
    /// <value>The default is <c>tenant</c>.</value>
    [Required]
    public string TenantClaimType { get; set; } = "tenant";

    /// <summary>
    /// Gets or sets the claim that lists the caller's permissions, one value each. Set it to <c>scope</c> where the authorization server
    /// has no claim for permissions: a scope says what a client may ask for, not what its user may do, so scopes are not permissions by
    /// themselves.
    /// </summary>
    /// <value>The default is <c>permissions</c>.</value>
    [Required]
    public string PermissionClaimType { get; set; } = "permissions";

    /// <summary>Gets the permissions that a role brings with it, by the role's name.</summary>
    /// <value>The default is empty: roles bring no permissions.</value>
    public IDictionary<string, IList<string>> RolePermissions { get; } = new Dictionary<string, IList<string>>(StringComparer.Ordinal);
}
