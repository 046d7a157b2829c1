using ApiSecurity.Headers;
using Microsoft.AspNetCore.Http;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Chooses the response headers of endpoints.</summary>
public static class ApiSecurityHeadersEndpointConventionBuilderExtensions
{
    /// <summary>Names the policy of response headers for these endpoints.</summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="policy">A policy of <c>ApiSecurity:Headers:Policies</c>, or a preset. A name that does not exist stops the start.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="policy"/> is empty.</exception>
    public static TBuilder WithSecurityHeaders<TBuilder>(this TBuilder builder, string policy)
        where TBuilder : IEndpointConventionBuilder => Add(builder, new SecurityHeadersAttribute(policy));

    /// <summary>Chooses the preset of response headers for these endpoints.</summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="preset">The preset.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static TBuilder WithSecurityHeaders<TBuilder>(this TBuilder builder, SecurityHeadersPreset preset)
        where TBuilder : IEndpointConventionBuilder => Add(builder, new SecurityHeadersAttribute(preset));

    /// <summary>
    /// Changes the response headers of these endpoints. Without a preset, what is not set is as in the default policy. Values that can't
    /// be used stop the start.
    /// </summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="configure">Sets the headers; called once.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static TBuilder WithSecurityHeaders<TBuilder>(this TBuilder builder, Action<HeadersPolicyOptions> configure)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new HeadersPolicyOptions();
        configure(options);
        return Add(builder, new InlineSecurityHeaders(options));
    }

    private static TBuilder Add<TBuilder>(TBuilder builder, ISecurityHeadersMetadata metadata)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Add(endpoint =>
        {
            endpoint.Metadata.Add(metadata);
            endpoint.RequestDelegate = Remember(endpoint.RequestDelegate, metadata);
        });
        return builder;
    }

    /// <summary>
    /// MapFallbackToFile and MapSwaggerUI take the endpoint away from the request, so that a middleware in them answers; its choice is still theirs.
    /// </summary>
    private static RequestDelegate? Remember(RequestDelegate? next, ISecurityHeadersMetadata metadata) => next is null ? null : context =>
    {
        context.Features.Set(metadata);
        return next(context);
    };
}
