using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Authorization;

/// <summary>
/// Lets only callers in who have signed in in one of the named ways, by the token's claim <c>acr</c>. Others are sent to their authorization
/// server with a 401 that names them (RFC 9470). Used several times, each must be met.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class RequireAcrAttribute : AuthorizeAttribute, IAuthorizationRequirementData
{
    private readonly AcrRequirement _requirement;

    /// <summary>Requires one of several authentication context classes.</summary>
    /// <param name="anyOf">The authentication context class references, the preferred one first (RFC 9470 section 3), compared exactly; one of them is enough.</param>
    /// <exception cref="ArgumentException">There is none, or one has other letters than visible ASCII without quote and backslash.</exception>
    public RequireAcrAttribute(params string[] anyOf)
    {
        ArgumentNullException.ThrowIfNull(anyOf);
        if (anyOf.Length == 0)
        {
            throw new ArgumentException("Name at least one authentication context class.", nameof(anyOf));
        }

        foreach (var value in anyOf)
        {
            RequiredName.Check(value, nameof(anyOf));
            if (value.Any(letter => letter is '"' or '\\' or < '!' or > '~'))
            {
                // It is sent inside of quotes (RFC 9470 section 3).
                throw new ArgumentException("An authentication context class has only visible ASCII letters here, without quote and backslash.", nameof(anyOf));
            }
        }

        _requirement = new AcrRequirement([.. anyOf.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Gets the authentication context class references of which one is enough.</summary>
    public IReadOnlyList<string> AnyOf => _requirement.Values;

    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [_requirement];
}
