using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Authorization;

/// <summary>
/// Lets only callers in of whom the decision point says that they may do something with the resource that the route names. Several are all required, and asked at once.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class RequireAccessAttribute : AuthorizeAttribute, IAuthorizationRequirementData
{
    private readonly AccessRequirement _requirement;

    /// <summary>Requires access.</summary>
    /// <param name="action">The action's name (in OpenFGA, the relation): <c>view</c>.</param>
    /// <param name="resourceType">The resource's type: <c>order</c>.</param>
    /// <param name="routeParameter">The route parameter with the resource's id.</param>
    /// <exception cref="ArgumentException">One of them is empty or has white space.</exception>
    public RequireAccessAttribute(string action, string resourceType, string routeParameter = "id")
    {
        RequiredName.Check(action, nameof(action));
        RequiredName.Check(resourceType, nameof(resourceType));
        RequiredName.Check(routeParameter, nameof(routeParameter));
        _requirement = new AccessRequirement(action, resourceType, routeParameter);
    }

    /// <summary>Gets the action's name.</summary>
    public string Action => _requirement.Action;

    /// <summary>Gets the resource's type.</summary>
    public string ResourceType => _requirement.ResourceType;

    /// <summary>Gets the route parameter with the resource's id.</summary>
    public string RouteParameter => _requirement.RouteParameter;

    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [_requirement];
}
