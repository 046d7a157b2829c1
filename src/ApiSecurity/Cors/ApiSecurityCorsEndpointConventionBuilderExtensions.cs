using ApiSecurity.Cors;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Endpoint conventions of this feature; CORS policies are named with the framework's own <c>RequireCors</c>.</summary>
public static class ApiSecurityCorsEndpointConventionBuilderExtensions
{
    /// <summary>
    /// Lets pages of any site send state-changing requests to the endpoint, with the browser's cookies.
    /// See <see cref="AllowCrossSiteAttribute"/>.
    /// </summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="reason">Why; listed in the start-up summary.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="reason"/> is empty.</exception>
    public static TBuilder AllowCrossSite<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var attribute = new AllowCrossSiteAttribute(reason);
        builder.Add(endpoint => endpoint.Metadata.Add(attribute));
        return builder;
    }
}
