using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Authorization;

/// <summary>
/// Lets only clients in that were granted a scope (RFC 6749 section 3.3). Several are all required, as is everything that other
/// attributes ask for.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class RequireScopeAttribute : AuthorizeAttribute, IAuthorizationRequirementData, IScopeMetadata
{
    private readonly ScopeRequirement _requirement;

    /// <summary>Requires a scope.</summary>
    /// <param name="scope">One scope, compared exactly.</param>
    /// <exception cref="ArgumentException"><paramref name="scope"/> is empty or not a scope (RFC 6749 section 3.3).</exception>
    public RequireScopeAttribute(string scope)
    {
        RequiredName.Check(scope, nameof(scope));
        if (scope.Any(letter => letter is '"' or '\\' or < '!' or > '~'))
        {
            throw new ArgumentException("A scope has only visible ASCII letters, without quote and backslash (RFC 6749 section 3.3).", nameof(scope));
        }

        _requirement = new ScopeRequirement(scope);
    }

    /// <summary>Gets the scope.</summary>
    public string Scope => _requirement.Scope;

    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [_requirement];
}
