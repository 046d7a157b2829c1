using ApiSecurity.Validation;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Endpoint conventions of attack inspection.</summary>
public static class ApiSecurityInspectionEndpointConventionBuilderExtensions
{
    /// <summary>Sets what becomes of requests that look like an attack. What the configuration says of a class goes before.</summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="action">What becomes of them.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="action"/> is neither <see cref="InspectionAction.Detect"/> nor <see cref="InspectionAction.Block"/>.</exception>
    public static TBuilder WithInspection<TBuilder>(this TBuilder builder, InspectionAction action)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var attribute = new InspectAttribute(action);
        builder.Add(endpoint => endpoint.Metadata.Add(attribute));
        return builder;
    }

    /// <summary>Takes the endpoint out of attack inspection; everything else stays on.</summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="reason">Why; listed in the start-up summary.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="reason"/> is empty.</exception>
    public static TBuilder DisableInspection<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var attribute = new DisableInspectionAttribute(reason);
        builder.Add(endpoint => endpoint.Metadata.Add(attribute));
        return builder;
    }
}
