using ApiSecurity.Authorization;

namespace Microsoft.AspNetCore.Authorization;

/// <summary>Permissions, scopes and step-up in an application's own policies.</summary>
public static class ApiSecurityAuthorizationPolicyBuilderExtensions
{
    /// <summary>Adds that the caller must have a permission; see <see cref="RequirePermissionAttribute"/>.</summary>
    /// <param name="builder">The policy.</param>
    /// <param name="permission">The permission's name, compared exactly.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="permission"/> is empty, or has white space or an asterisk.</exception>
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

    /// <summary>Adds that the caller must have signed in not longer ago than a time; see <see cref="RequireRecentLoginAttribute"/>.</summary>
    /// <param name="builder">The policy.</param>
    /// <param name="maxAge">The longest time since then, in whole seconds.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxAge"/> is below one second, above 365 days, or not in whole seconds.</exception>
    public static AuthorizationPolicyBuilder RequireRecentLogin(this AuthorizationPolicyBuilder builder, TimeSpan maxAge)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddRequirements([.. new RequireRecentLoginAttribute(maxAge).GetRequirements()]);
    }

    /// <summary>Adds that the caller must have signed in in one of several ways; see <see cref="RequireAcrAttribute"/>.</summary>
    /// <param name="builder">The policy.</param>
    /// <param name="anyOf">The authentication context class references, the preferred one first; one of them is enough.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException">There is none, or one has other letters than visible ASCII without quote and backslash.</exception>
    public static AuthorizationPolicyBuilder RequireAcr(this AuthorizationPolicyBuilder builder, params string[] anyOf)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddRequirements([.. new RequireAcrAttribute(anyOf).GetRequirements()]);
    }
}
