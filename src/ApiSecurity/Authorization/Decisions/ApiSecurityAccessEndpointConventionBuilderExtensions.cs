using ApiSecurity.Authorization;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Says what a decision point has to allow.</summary>
public static class ApiSecurityAccessEndpointConventionBuilderExtensions
{
    /// <summary>Lets only callers in of whom the decision point says that they may do something with the resource that the route names; see <see cref="RequireAccessAttribute"/>.</summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="action">The action's name (in OpenFGA, the relation): <c>view</c>.</param>
    /// <param name="resourceType">The resource's type: <c>order</c>.</param>
    /// <param name="routeParameter">The route parameter with the resource's id.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException">One of them is empty or has white space.</exception>
    public static TBuilder RequireAccess<TBuilder>(this TBuilder builder, string action, string resourceType, string routeParameter = "id")
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var required = new RequireAccessAttribute(action, resourceType, routeParameter);
        builder.Add(endpoint => endpoint.Metadata.Add(required));
        return builder;
    }
}
