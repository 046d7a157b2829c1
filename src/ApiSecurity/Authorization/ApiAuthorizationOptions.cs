using System.ComponentModel.DataAnnotations;

namespace ApiSecurity.Authorization;

/// <summary>Who may call an endpoint that does not say so itself, and what the claims of a caller mean (<c>ApiSecurity:Authorization</c>).</summary>
/// <remarks>
/// <see cref="FeatureOptions.Mode"/> and <see cref="FeatureOptions.DisabledReason"/> concern deny by default, and whether an entity as a body stops the start. What the application
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

    /// <summary>
    /// Gets or sets the claim that lists what the caller may not do, one value each, wildcards included: it goes before everything that grants.
    /// </summary>
    /// <value>The default is <see langword="null"/>: no claim denies.</value>
    public string? DeniedPermissionClaimType { get; set; }

    /// <summary>
    /// Gets or sets whether a permission in a claim may be a wildcard (<c>orders.*</c>, <c>*</c>). Only where the authorization server alone decides
    /// which values that claim can have; otherwise such a value grants nothing.
    /// </summary>
    /// <value>The default is <see langword="false"/>: wildcards grant in <see cref="Roles"/> only.</value>
    public bool AllowWildcardsInClaims { get; set; }

    /// <summary>Gets or sets what happens at start where POST, PUT, PATCH or DELETE asks for less than GET of the same route does.</summary>
    /// <value>The default is <see cref="LessProtectedMethod.Warn"/>: the start-up summary tells it.</value>
    public LessProtectedMethod OnLessProtectedMethod { get; set; }

    /// <summary>Gets what roles bring with them, by the role's name: permissions, other roles, and what is denied. Denied goes before everything.</summary>
    /// <value>The default is empty: roles bring no permissions.</value>
    public IDictionary<string, RoleOptions> Roles { get; } = new Dictionary<string, RoleOptions>(StringComparer.Ordinal);
}
