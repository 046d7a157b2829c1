using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Authorization;

/// <summary>
/// Lets only callers in who have a permission, by a claim or through a role. Several are all required, as is everything that other
/// attributes ask for.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class RequirePermissionAttribute : AuthorizeAttribute, IAuthorizationRequirementData
{
    private readonly PermissionRequirement _requirement;

    /// <summary>Requires a permission.</summary>
    /// <param name="permission">The permission's name, compared exactly.</param>
    /// <exception cref="ArgumentException"><paramref name="permission"/> is empty, or has white space or an asterisk.</exception>
    public RequirePermissionAttribute(string permission)
    {
        RequiredName.Check(permission, nameof(permission));
        if (permission.Contains('*', StringComparison.Ordinal))
        {
            throw new ArgumentException("A wildcard can be granted, but not asked for. Name the permission that the endpoint needs.", nameof(permission));
        }

        _requirement = new PermissionRequirement(permission);
    }

    /// <summary>Gets the permission's name.</summary>
    public string Permission => _requirement.Permission;

    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [_requirement];
}
