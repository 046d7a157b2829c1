using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ApiSecurity.Pipeline;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ApiSecurity.Authentication;

/// <summary>Finds out about tokens: from what was answered lately, or by asking, once for however many requests bring the token at the same time.</summary>
internal sealed class TokenIntrospection : IClientCertificates
{
    private readonly TimeProvider _time;
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private readonly Compiled<IntrospectionServers> _servers;

    public TokenIntrospection(FeatureOptionsSource<IntrospectionOptions> options, IHttpClientFactory clients, TimeProvider time, IHostEnvironment environment, ILogger<TokenIntrospection> logger)
    {
        _time = time;
        _servers = options.Compile(current => new IntrospectionServers(current, clients, time, environment.IsDevelopment(), logger));
    }

    /// <summary>Another number whenever the options are others.</summary>
    public long Generation => _servers.Value.Generation;

    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Ends the wait of this caller; the question goes on for the others.</param>
    public async ValueTask<IntrospectionOutcome> AskAsync(string token, CancellationToken cancellationToken)
    {
        var servers = _servers.Value;
        if (token.Length > servers.Options.MaxTokenBytes)
        {
            return IntrospectionOutcome.Refused(IntrospectionProblems.TooLarge);
        }

        if (!OpaqueToken.HasForm(token))
        {
            return IntrospectionOutcome.Refused(IntrospectionProblems.Malformed);
        }

        if (servers.For(token) is not { } server)
        {
            return IntrospectionOutcome.Refused(IntrospectionProblems.ServerUnknown);
        }

        var key = TokenKey.Of(token, _secret);
        if (Known(servers, key) is { } known)
        {
            return known;
        }

        var flight = servers.Flights.GetOrAdd(key, _ => new(() => FlyAsync(servers, server, key, token)));
        return await flight.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    X509Certificate2? IClientCertificates.Find(string httpClient) =>
        httpClient.StartsWith(IntrospectionDefaults.HttpClientPrefix, StringComparison.Ordinal)
            ? _servers.Value.Named(httpClient[IntrospectionDefaults.HttpClientPrefix.Length..])?.Certificate
            : null;

    private async Task<IntrospectionOutcome> FlyAsync(IntrospectionServers servers, IntrospectionServer server, TokenKey key, string token)
    {
        try
        {
            // Another flight may have landed between the look and the start.
            if (Known(servers, key) is { } known)
            {
                return known;
            }

            var outcome = await server.AskAsync(token).ConfigureAwait(false);
            if (outcome.Until > _time.GetUtcNow())
            {
                (outcome.Rejected is null ? servers.Active : servers.Refused).Add(key, outcome);
            }

            return outcome;
        }
        finally
        {
            servers.Flights.TryRemove(key, out _);
        }
    }

    private IntrospectionOutcome? Known(IntrospectionServers servers, TokenKey key)
    {
        var now = _time.GetUtcNow();
        return servers.Active.Find(key, now) ?? servers.Refused.Find(key, now);
    }
}
