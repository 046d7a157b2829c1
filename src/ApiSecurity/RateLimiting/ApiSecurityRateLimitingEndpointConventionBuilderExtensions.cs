using ApiSecurity.RateLimiting;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Endpoint conventions for rate limits.</summary>
public static class ApiSecurityRateLimitingEndpointConventionBuilderExtensions
{
    /// <summary>
    /// Limits how many requests each caller may send to the endpoint. Can be called more than once: each limit must have room.
    /// </summary>
    /// <remarks>
    /// A rate is counted for each endpoint by itself, also when it is given to a group; a policy is counted across all endpoints that
    /// name it. A policy that does not exist, and a text that is no rate, stop the start.
    /// </remarks>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="limit">A rate such as <c>10/min</c>, or the name of a policy in <c>ApiSecurity:RateLimiting:Policies</c>.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="limit"/> is empty.</exception>
    public static TBuilder RequireRateLimit<TBuilder>(this TBuilder builder, string limit)
        where TBuilder : IEndpointConventionBuilder => builder.With(new RateLimitAttribute(limit));

    /// <summary>Limits how many requests may be sent to the endpoint. Can be called more than once: each limit must have room.</summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="rate">A rate such as <c>10/min</c>; counted for each endpoint by itself.</param>
    /// <param name="per">Whose requests are counted together.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="rate"/> is empty.</exception>
    public static TBuilder RequireRateLimit<TBuilder>(this TBuilder builder, string rate, LimitBy per)
        where TBuilder : IEndpointConventionBuilder => builder.With(new RateLimitAttribute(rate) { Per = per });

    private static TBuilder With<TBuilder>(this TBuilder builder, RateLimitAttribute attribute)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Add(endpoint => endpoint.Metadata.Add(attribute));
        return builder;
    }
}
