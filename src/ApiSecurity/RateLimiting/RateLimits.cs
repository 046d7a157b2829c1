using System.Net;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.RateLimiting;

/// <summary>What the options and the endpoints' attributes come to; made anew by a reload.</summary>
internal sealed class RateLimits
{
    private readonly LimitKeys _keys;
    private readonly Limit[] _general;
    private readonly Dictionary<string, Limit> _policies;
    private readonly EndpointRateLimits _withoutEndpoint;
    private readonly EndpointCache<EndpointRateLimits> _byEndpoint;

    public RateLimits(RateLimitOptions options, LimitKeys keys)
    {
        _keys = keys;
        Options = options;
        Exempt = [.. options.Exemptions.Select(exemption => AddressRange.Parse(exemption.Network))];
        _general =
        [
            new Limit(keys.SeedOf("general address"), "per address", RateOf(options.PerAddress), 0, LimitBy.Address) { SkipsUnknown = true },
            new Limit(keys.SeedOf("general client"), "per client", RateOf(options.PerClient), 0, LimitBy.Client) { SkipsUnknown = true },
        ];
        _policies = options.Policies.ToDictionary(
            policy => policy.Key,
            policy => new Limit(keys.SeedOf($"policy {policy.Key}"), $"policy {policy.Key}", RateOf(policy.Value.Limit), policy.Value.Burst, policy.Value.Per),
            StringComparer.Ordinal);
        _withoutEndpoint = EndpointRateLimits.Of(_general);
        _byEndpoint = new EndpointCache<EndpointRateLimits>(Compile);
    }

    public RateLimitOptions Options { get; }

    private AddressRange[] Exempt { get; }

    public EndpointRateLimits For(Endpoint? endpoint) => endpoint is null ? _withoutEndpoint : _byEndpoint.Get(endpoint);

    public bool IsExempt(IPAddress address)
    {
        foreach (var range in Exempt)
        {
            if (range.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    private EndpointRateLimits Compile(Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<DisableApiSecurityAttribute>() is not null)
        {
            return EndpointRateLimits.None;
        }

        var own = endpoint.Metadata.GetOrderedMetadata<RateLimitAttribute>();
        return own.Count == 0 ? _withoutEndpoint : EndpointRateLimits.Of([.. _general, .. own.Select((attribute, index) => LimitOf(endpoint, attribute, index)).Distinct()]);
    }

    private Limit LimitOf(Endpoint endpoint, RateLimitAttribute attribute, int index)
    {
        if (!Rate.LooksLikeRate(attribute.Limit))
        {
            // The start-up checks know the endpoints of the start; one that came later must not run without its limit.
            return _policies.TryGetValue(attribute.Limit, out var policy)
                ? policy
                : throw new InvalidOperationException($"{EndpointNames.Describe(endpoint)} names the rate limit policy {attribute.Limit}, which does not exist.");
        }

        var name = EndpointNames.Describe(endpoint);
        return new Limit(_keys.SeedOf($"endpoint {index} {name} {endpoint.DisplayName}"), "endpoint", RateOf(attribute.Limit), attribute.Burst, attribute.Per);
    }

    private static Rate RateOf(string text) =>
        Rate.TryParse(text, out var rate, out var error) ? rate : throw new InvalidOperationException($"The rate limit \"{text}\" {error}. {Rate.HowToWrite}");
}
