using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Headers;

internal sealed class HeadersInspector(FeatureOptionsSource<HeadersOptions> source) : IStartupInspector
{
    public void Inspect(StartupInspection inspection)
    {
        var options = source.Current;
        inspection.Feature("headers", options, $"preset {options.Preset ?? SecurityHeadersPreset.Api}");
        if (!options.IsEnabled)
        {
            return;
        }

        if (options.Hsts.DisabledReason is { } reason)
        {
            inspection.Note($"no Strict-Transport-Security: {reason}");
        }

        Note("ApiSecurity:Headers", options, inspection);
        foreach (var (name, policy) in options.Policies)
        {
            Note($"ApiSecurity:Headers:Policies:{name}", policy, inspection);
        }

        foreach (var endpoint in inspection.Endpoints)
        {
            if (endpoint.Metadata.GetMetadata<ISecurityHeadersMetadata>() is { } metadata)
            {
                InspectEndpoint(endpoint, metadata, options, inspection);
            }
        }
    }

    private static void InspectEndpoint(Endpoint endpoint, ISecurityHeadersMetadata metadata, HeadersOptions options, StartupInspection inspection)
    {
        var name = EndpointNames.Describe(endpoint);
        if (metadata.Policy is { } policy && !HeadersOptionsRule.IsKnownPolicy(options, policy))
        {
            inspection.Error(
                $"{name} names the header policy '{policy}', which does not exist. "
                + $"Add ApiSecurity:Headers:Policies:{policy}, or use one of {HeadersOptionsRule.KnownPolicies(options)}.");
            return;
        }

        if (metadata.Inline is { } inline)
        {
            var errors = new ConfigurationErrors($"WithSecurityHeaders on {name}", separator: ", ");
            SecurityHeaderValuesRule.Check(inline, options.ReportingEndpoints, errors);
            foreach (var message in errors.Messages)
            {
                inspection.Error(message);
            }

            Note(name, inline, inspection);
        }

        var values = metadata.Inline ?? (metadata.Policy is { } known && options.Policies.TryGetValue(known, out var found) ? found : null);
        if (values is { IsEnabled: false })
        {
            inspection.Exposed(name, $"no security headers: {values.DisabledReason}");
        }
        else if ((values?.Preset?.ToString() ?? metadata.Policy) == nameof(SecurityHeadersPreset.None))
        {
            inspection.Exposed(name, "no security headers but those of its own policy (preset None)");
        }
    }

    private static void Note(string where, SecurityHeaderValues values, StartupInspection inspection)
    {
        foreach (var weakness in CspWeakness.Of(values.ContentSecurityPolicy ?? string.Empty))
        {
            inspection.Note($"{where}: {weakness}");
        }
    }
}
