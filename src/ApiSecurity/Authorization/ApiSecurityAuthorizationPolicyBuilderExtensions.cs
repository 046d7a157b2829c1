using ApiSecurity.Authorization;

namespace Microsoft.AspNetCore.Authorization;

/// <summary>Permissions and scopes in an application's own policies.</summary>
public static class ApiSecurityAuthorizationPolicyBuilderExtensions
{
    /// <summary>Adds that the caller must have a permission; see <see cref="RequirePermissionAttribute"/>.</summary>
    /// <param name="builder">The policy.</param>
    /// <param name="permission">The permission's name, compared exactly.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="permission"/> is empty or has white space.</exception>
    public static AuthorizationPolicyBuilder RequirePermission(this AuthorizationPolicyBuilder builder, string permission)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddRequirements([.. new RequirePermissionAttribute(permission).GetRequirements()]);
    }

    /// <summary>Adds that the client must have been granted a scope; see <see cref="RequireScopeAttribute"/>.</summary>
    /// <param name="builder">The policy.</param>
    /// <param name="scope">One scope, compared exactly.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="scope"/> is empty or not a scope (RFC 6749 section 3.3).</exception>
    public static AuthorizationPolicyBuilder RequireScope(this AuthorizationPolicyBuilder builder, string scope)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddRequirements([.. new RequireScopeAttribute(scope).GetRequirements()]);
    }
}
