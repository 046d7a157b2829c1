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
        // A client whose options are what they were goes on with the tokens that it has, whatever else was reloaded.
        var made = new Dictionary<string, Made>(StringComparer.OrdinalIgnoreCase);
        _clients = options.Compile(current =>
        {
            made = current.Clients.ToDictionary(pair => pair.Key, pair => Make(pair.Key, pair.Value, made.GetValueOrDefault(pair.Key)), StringComparer.OrdinalIgnoreCase);
            return made.ToDictionary(pair => pair.Key, pair => pair.Value.Client, StringComparer.OrdinalIgnoreCase);
        });

        Made Make(string name, AccessTokenClientOptions client, Made? before)
        {
            var fingerprint = ClientFingerprint.Of(client);
            return before?.Fingerprint == fingerprint
                ? before
                : new Made(fingerprint, new AccessTokenClient(name, client, new TokenEndpoint(name, client, clients, time, IsDevelopment), time));
        }
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

    private sealed record Made(string Fingerprint, AccessTokenClient Client);
}
