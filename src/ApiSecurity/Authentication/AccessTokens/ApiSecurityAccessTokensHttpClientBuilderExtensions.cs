using ApiSecurity;
using ApiSecurity.Authentication;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Has HTTP clients send access tokens.</summary>
public static class ApiSecurityAccessTokensHttpClientBuilderExtensions
{
    /// <summary>
    /// Sends an access token of the application's own with each request (client credentials, RFC 6749 section 4.4), which is got when it is first needed,
    /// kept, and replaced shortly before it ends; with a DPoP proof where that is configured (RFC 9449). Tokens are sent to the
    /// client's <c>BaseAddress</c> only, or to the hosts that are configured, and over TLS; a request to another host is not sent.
    /// </summary>
    /// <remarks>
    /// An API that answers 401 is asked once more with a new token. A request that has an <c>Authorization</c> header already is left as it is.
    /// <c>AddApiSecurity</c> must be called too. Add this after handlers that retry, so that each of their tries gets its own proof.
    /// </remarks>
    /// <param name="builder">What <c>AddHttpClient</c> returned.</param>
    /// <param name="client">The name of the client in <c>ApiSecurity:AccessTokens:Clients</c>; the <c>HttpClient</c>'s own name if left out.</param>
    /// <param name="configure">Changes that client's options, after the configuration section.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static IHttpClientBuilder AddAccessTokens(this IHttpClientBuilder builder, string? client = null, Action<AccessTokenClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var name = client ?? builder.Name;
        if (configure is not null)
        {
            builder.Services.Configure<ApiSecurityOptions>(options =>
            {
                if (!options.AccessTokens.Clients.TryGetValue(name, out var found))
                {
                    options.AccessTokens.Clients[name] = found = new();
                }

                configure(found);
            });
        }

        builder.Services.AddSingleton(new AccessTokenUse(builder.Name, name));
        return builder.AddHttpMessageHandler(services => new AccessTokenHandler(
            services.GetService<AccessTokenService>() ?? throw new InvalidOperationException("AddAccessTokens() needs builder.Services.AddApiSecurity()."),
            name,
            new(() => TokenHosts.BaseAddressOf(builder.Name, services.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>()))));
    }
}
