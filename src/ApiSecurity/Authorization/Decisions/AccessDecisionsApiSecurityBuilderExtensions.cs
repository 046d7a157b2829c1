using ApiSecurity;
using ApiSecurity.Authorization;
using ApiSecurity.Pipeline;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds decisions that are made outside of the application.</summary>
public static class AccessDecisionsApiSecurityBuilderExtensions
{
    /// <summary>The name of the <c>HttpClient</c> that <see cref="AddAuthZen"/> asks with: add handlers to it, <c>AddAccessTokens</c> for instance.</summary>
    public const string HttpClientName = "ApiSecurity.AccessDecisions";

    /// <summary>Has a decision point decide what <c>RequireAccess</c> asks. Options: <c>ApiSecurity:AccessDecisions</c>.</summary>
    /// <typeparam name="TDecisionPoint">The decision point; one for the whole application.</typeparam>
    /// <param name="builder">What <c>AddApiSecurity</c> returned.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="InvalidOperationException">There is another decision point already.</exception>
    public static ApiSecurityBuilder AddAccessDecisions<TDecisionPoint>(this ApiSecurityBuilder builder)
        where TDecisionPoint : class, IAccessDecisionPoint
    {
        ArgumentNullException.ThrowIfNull(builder);
        var known = builder.Services.FirstOrDefault(service => service.ServiceType == typeof(IAccessDecisionPoint));
        if (known is not null)
        {
            return known.ImplementationType == typeof(TDecisionPoint) ? builder : throw new InvalidOperationException(
                $"There are two decision points, {known.ImplementationType?.Name} and {typeof(TDecisionPoint).Name}. Make them one, which asks the others.");
        }

        builder.Services.AddSingleton<IAccessDecisionPoint, TDecisionPoint>();
        builder.Services.AddSingleton(provider => new AccessDecisions(
            provider.GetRequiredService<IAccessDecisionPoint>(), provider.GetRequiredService<FeatureOptionsSource<AccessDecisionOptions>>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<AccessDecisions>>()));
        return builder;
    }

    /// <summary>
    /// Has a decision point decide that speaks the OpenID AuthZEN Authorization API 1.0, at <c>ApiSecurity:AccessDecisions:Endpoint</c>. It is asked with the <c>HttpClient</c>
    /// <see cref="HttpClientName"/>, which follows no redirects.
    /// </summary>
    /// <param name="builder">What <c>AddApiSecurity</c> returned.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="InvalidOperationException">There is another decision point already.</exception>
    public static ApiSecurityBuilder AddAuthZen(this ApiSecurityBuilder builder)
    {
        builder.AddAccessDecisions<AuthZenDecisionPoint>();
        builder.Services.AddHttpClient(HttpClientName, static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), MaxResponseHeadersLength = 16 });
        return builder;
    }
}
