using ApiSecurity;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Endpoint conventions that concern the whole pipeline.</summary>
public static class ApiSecurityPipelineEndpointConventionBuilderExtensions
{
    /// <summary>
    /// Takes the endpoint out of every check that knows the endpoint: CORS hardening, limits, deny by default, validation.
    /// What runs before routing (transport, safe errors, headers) stays.
    /// </summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="reason">Why; listed in the start-up summary.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="reason"/> is empty.</exception>
    public static TBuilder DisableApiSecurity<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var attribute = new DisableApiSecurityAttribute(reason);
        builder.Add(endpoint => endpoint.Metadata.Add(attribute));
        return builder;
    }
}
