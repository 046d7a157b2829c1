using ApiSecurity.Pipeline;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Authentication;

/// <summary>Stops the start where an HTTP client would send no request, because there is no client to get tokens for or no host that may have them.</summary>
internal sealed class AccessTokensInspector(
    FeatureOptionsSource<AccessTokensOptions> options, IEnumerable<AccessTokenUse> uses, IOptionsMonitor<HttpClientFactoryOptions> clients, AccessTokenService service) : IStartupInspector
{
    private const string Section = $"{ApiSecurityOptions.SectionName}:{AccessTokenDefaults.SectionKey}:Clients";

    public void Inspect(StartupInspection inspection)
    {
        var current = options.Current;
        if (!current.IsEnabled)
        {
            inspection.Note($"requests to other APIs are sent without access tokens: {current.DisabledReason}");
            return;
        }

        foreach (var use in uses)
        {
            if (!current.Clients.TryGetValue(use.Client, out var client))
            {
                inspection.Error($"{Section}:{use.Client} is not set, but the HttpClient {use.HttpClient} gets its access tokens there. Configure it, or name another in AddAccessTokens(\"…\").");
            }
            else if (client.AllowedHosts.Count == 0 && !HasAddress(use.HttpClient))
            {
                inspection.Error($"The HttpClient {use.HttpClient} has no BaseAddress with https, so there is no host that its access tokens may be sent to. Set it, or list the hosts in {Section}:{use.Client}:AllowedHosts.");
            }
        }
    }

    private bool HasAddress(string httpClient)
    {
        try
        {
            return TokenHosts.BaseAddressOf(httpClient, clients) is { } address && TokenHosts.Allow([], address, address, service.IsDevelopment);
        }
#pragma warning disable CA1031 // What an application does where its client is made is its own; it may not be ready for that yet.
        catch (Exception)
#pragma warning restore CA1031
        {
            return true;
        }
    }
}
