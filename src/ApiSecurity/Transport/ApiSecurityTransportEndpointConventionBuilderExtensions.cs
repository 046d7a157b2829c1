using ApiSecurity.Transport;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Endpoint conventions for the limits of requests.</summary>
public static class ApiSecurityTransportEndpointConventionBuilderExtensions
{
    /// <summary>Gives the endpoint or group limits of its own, as <see cref="RequestLimitsAttribute"/> does.</summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="configure">Sets the limits: <c>limits =&gt; limits.MaxBytes = 65536</c>.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static TBuilder WithRequestLimits<TBuilder>(this TBuilder builder, Action<RequestLimitsOptions> configure)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new RequestLimitsOptions();
        configure(options);
        var limits = new RequestLimitsAttribute(options);
        builder.Add(endpoint => endpoint.Metadata.Add(limits));
        return builder;
    }
}
