using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Authorization;

/// <param name="action">The action's name.</param>
/// <param name="resourceType">The resource's type.</param>
/// <param name="routeParameter">The route parameter with the resource's id.</param>
internal sealed class AccessRequirement(string action, string resourceType, string routeParameter) : IAuthorizationRequirement
{
    public string Action => action;

    public string ResourceType => resourceType;

    public string RouteParameter => routeParameter;

    public override string ToString() => $"The decision point must allow the caller to {action} the {resourceType}.";
}
