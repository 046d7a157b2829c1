using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.RateLimiting;

internal sealed class RateLimitingInspector(
    FeatureOptionsSource<RateLimitOptions> source, StartupState state, RequiredPolicies required) : IStartupInspector
{
    public void Inspect(StartupInspection inspection)
    {
        var options = source.Current;
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var endpoint in inspection.Endpoints)
        {
            InspectEndpoint(endpoint, options, named, inspection);
        }

        required.Require(named);
        inspection.Feature("rate limits", options, $"{options.PerAddress} per address, {options.PerClient} per client, policies: {options.Policies.Count}");
        foreach (var name in options.Policies.Keys.Where(name => !named.ContainsKey(name)).Order(StringComparer.Ordinal))
        {
            inspection.Note($"the rate limit policy {name} is not named by any endpoint");
        }

        foreach (var exemption in options.Exemptions)
        {
            inspection.Note($"{exemption.Network} is not limited by address ({exemption.Reason})");
        }
    }

    private void InspectEndpoint(Endpoint endpoint, RateLimitOptions options, Dictionary<string, string> named, StartupInspection inspection)
    {
        var attributes = endpoint.Metadata.GetOrderedMetadata<RateLimitAttribute>();
        if (attributes.Count == 0)
        {
            return;
        }

        var name = EndpointNames.Describe(endpoint);
        if (endpoint.Metadata.GetMetadata<DisableApiSecurityAttribute>() is not null)
        {
            inspection.Error($"{name} has a rate limit, but DisableApiSecurity takes it out of all limits. Remove one of the two.");
        }

        foreach (var attribute in attributes)
        {
            var per = Rate.LooksLikeRate(attribute.Limit)
                ? InspectRate(name, attribute, inspection)
                : InspectPolicy(name, attribute, options, named, inspection);
            var step = per == LimitBy.Address ? PipelineStep.LimitsByAddress : PipelineStep.LimitsByCaller;
            if (!state.Steps.Contains(step))
            {
                inspection.Error($"{name} has a rate limit, but no request passes through it. Call app.UseApiSecurity() or app.{PipelineSteps.MethodOf(step)}().");
            }
        }
    }

    private static LimitBy InspectRate(string endpoint, RateLimitAttribute attribute, StartupInspection inspection)
    {
        if (!Rate.TryParse(attribute.Limit, out var rate, out var error))
        {
            inspection.Error($"{endpoint} has a rate limit \"{attribute.Limit}\" that {error}. {Rate.HowToWrite}");
        }
        else if (attribute.Burst < 0 || attribute.Burst > rate.Permits)
        {
            inspection.Error($"{endpoint} has a rate limit \"{attribute.Limit}\" with a Burst that is not possible with it. Write a number from 1 to {rate.Permits}, or leave it out for {rate.Permits}.");
        }

        if (!Enum.IsDefined(attribute.Per))
        {
            inspection.Error($"{endpoint} has a rate limit \"{attribute.Limit}\" with a Per that is not known. Write one of {string.Join(", ", Enum.GetNames<LimitBy>())}.");
        }

        return attribute.Per;
    }

    private static LimitBy InspectPolicy(
        string endpoint, RateLimitAttribute attribute, RateLimitOptions options, Dictionary<string, string> named, StartupInspection inspection)
    {
        if (!options.Policies.TryGetValue(attribute.Limit, out var policy))
        {
            inspection.Error($"{endpoint} names the rate limit policy \"{attribute.Limit}\", which does not exist. {Suggest(attribute.Limit, options)}");
            return LimitBy.Client;
        }

        if (attribute.HasOwnSettings)
        {
            inspection.Error($"{endpoint} names the rate limit policy \"{attribute.Limit}\" and sets Per or Burst, which the policy decides. Set them at ApiSecurity:RateLimiting:Policies:{attribute.Limit}, or write a rate in place of the name.");
        }

        named.TryAdd(attribute.Limit, endpoint);
        return policy.Per;
    }

    private static string Suggest(string name, RateLimitOptions options) =>
        NearestName.Suggest(name, options.Policies.Keys, $"Add ApiSecurity:RateLimiting:Policies:{name}, or write a rate such as 10/min.");
}
