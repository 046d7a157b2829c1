using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Authorization;

/// <summary>
/// Lets only callers in who have a role, or one of several, by an identity that is authenticated or through a role that includes it
/// (<see cref="ApiAuthorizationOptions.Roles"/>). Used several times, each must be met, as must everything that other attributes ask for.
/// </summary>
/// <remarks><c>[Authorize(Roles = "…")]</c>, the framework's own, asks identities that are not authenticated as well, and knows no hierarchy.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class RequireRoleAttribute : AuthorizeAttribute, IAuthorizationRequirementData
{
    private readonly RoleRequirement _requirement;

    /// <summary>Requires a role, or any one of several.</summary>
    /// <param name="anyOf">The roles' names, compared exactly; one of them is enough.</param>
    /// <exception cref="ArgumentException">There is no role, or one is empty or has a comma.</exception>
    public RequireRoleAttribute(params string[] anyOf)
    {
        ArgumentNullException.ThrowIfNull(anyOf);
        if (anyOf.Length == 0)
        {
            throw new ArgumentException("Name at least one role.", nameof(anyOf));
        }

        foreach (var role in anyOf)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(role, nameof(anyOf));
            if (role.Contains(',', StringComparison.Ordinal))
            {
                throw new ArgumentException("Give each role as an argument of its own: \"admin\", \"support\".", nameof(anyOf));
            }
        }

        _requirement = new RoleRequirement([.. anyOf.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Gets the roles of which one is enough.</summary>
    public IReadOnlyList<string> AnyOf => _requirement.Roles;

    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [_requirement];
}
