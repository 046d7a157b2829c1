using ApiSecurity.Validation;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Endpoint conventions of request validation.</summary>
public static class ApiSecurityValidationEndpointConventionBuilderExtensions
{
    /// <summary>Takes the endpoint out of request validation; everything else stays on.</summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="reason">Why; listed in the start-up summary.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="reason"/> is empty.</exception>
    public static TBuilder DisableRequestValidation<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var attribute = new DisableRequestValidationAttribute(reason);
        builder.Add(endpoint => endpoint.Metadata.Add(attribute));
        return builder;
    }
}
