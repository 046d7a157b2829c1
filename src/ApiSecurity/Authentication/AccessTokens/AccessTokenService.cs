using System.Security.Cryptography.X509Certificates;
using ApiSecurity.Pipeline;
using Microsoft.Extensions.Hosting;

namespace ApiSecurity.Authentication;

/// <summary>The clients, compiled from the options.</summary>
internal sealed class AccessTokenService : IAccessTokens, IClientCertificates
{
    private readonly Compiled<Dictionary<string, AccessTokenClient>> _clients;

    public AccessTokenService(FeatureOptionsSource<AccessTokensOptions> options, IHttpClientFactory clients, TimeProvider time, IHostEnvironment environment)
    {
        IsDevelopment = environment.IsDevelopment();
        Source = options;
        _clients = options.Compile(current => current.Clients.ToDictionary(
            pair => pair.Key,
            pair => new AccessTokenClient(pair.Key, pair.Value, new TokenEndpoint(pair.Key, pair.Value, clients, time, IsDevelopment), time),
            StringComparer.OrdinalIgnoreCase));
    }

    public bool IsDevelopment { get; }

    public FeatureOptionsSource<AccessTokensOptions> Source { get; }

    public AccessTokenClient Find(string client) =>
        _clients.Value.TryGetValue(client, out var found) ? found : throw new ArgumentException($"ApiSecurity:AccessTokens:Clients has no client '{client}'.", nameof(client));

    public ValueTask<AccessToken> GetAsync(string client, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return Find(client).GetAsync(cancellationToken);
    }

    public ValueTask<AccessToken> RefreshAsync(string client, string refreshToken, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(refreshToken);
        return Find(client).RefreshAsync(refreshToken, cancellationToken);
    }

    X509Certificate2? IClientCertificates.Find(string httpClient) =>
        httpClient.StartsWith(AccessTokenDefaults.HttpClientPrefix, StringComparison.Ordinal) && _clients.Value.TryGetValue(httpClient[AccessTokenDefaults.HttpClientPrefix.Length..], out var client)
            ? client.Endpoint.Client.Certificate
            : null;
}
