using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Authentication;

/// <summary>
/// Sets up the HTTP clients by which authorization servers are asked: no redirects, no cookies, the certificate where there is one. What an
/// application sets up for a client of the same name comes later, and so decides.
/// </summary>
internal sealed class ClientHttp(IServiceProvider services) : IConfigureNamedOptions<HttpClientFactoryOptions>
{
    public void Configure(HttpClientFactoryOptions options)
    {
    }

    public void Configure(string? name, HttpClientFactoryOptions options)
    {
        if (name is null || !(name.StartsWith(IntrospectionDefaults.HttpClientPrefix, StringComparison.Ordinal) || name.StartsWith(AccessTokenDefaults.HttpClientPrefix, StringComparison.Ordinal)))
        {
            return;
        }

        options.HttpMessageHandlerBuilderActions.Insert(0, builder => builder.PrimaryHandler = Handler(name));
        options.HttpClientActions.Insert(0, static client => client.Timeout = Timeout.InfiniteTimeSpan);
    }

    private SocketsHttpHandler Handler(string name)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        foreach (var certificates in services.GetServices<IClientCertificates>())
        {
            if (certificates.Find(name) is { } certificate)
            {
                handler.SslOptions.ClientCertificates = [certificate];
            }
        }

        return handler;
    }
}
