using System.Globalization;
using ApiSecurity.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authentication;

/// <summary>Stops the start where keys are configured and none is accepted, or keys are accepted and there are none.</summary>
internal sealed class ApiKeyInspector(FeatureOptionsSource<ApiKeyOptions> options, CredentialHeaders headers, IServiceProvider services, IConfiguration? configuration = null)
    : IStartupInspector
{
    private const string Section = $"{ApiSecurityOptions.SectionName}:{nameof(ApiSecurityOptions.ApiKeys)}";

    public void Inspect(StartupInspection inspection)
    {
        var current = options.Current;
        if (services.GetService<ApiKeyDirectory>() is not { } directory)
        {
            if (current.Keys.Count > 0 || (configuration?.GetSection(Section).GetChildren().Any() ?? false))
            {
                inspection.Error($"{Section} is configured, but no key is accepted. Call builder.Services.AddApiSecurity().AddApiKeys(), or remove the section.");
            }

            return;
        }

        headers.ApiKeyHeader = current.IsEnabled ? current.HeaderName : null;
        options.OnChange(changed => headers.ApiKeyHeader = changed.IsEnabled ? changed.HeaderName : null);
        if (directory.Store is null && current.Keys.Count == 0 && current.IsEnabled)
        {
            inspection.Error($"AddApiKeys() is called, but there are no keys: none in {Section}:Keys, and no store. Add a key to the section, or name a store: AddApiKeys(keys => keys.UseSqlite(\"keys.db\")) with the package ApiSecurity.Sqlite.");
        }

        inspection.Feature("api keys", current, string.Create(
            CultureInfo.InvariantCulture, $"{current.HeaderName}, {current.Keys.Count} in the configuration{(directory.Store is { } store ? $", {store.GetType().Name}" : string.Empty)}"));
        if (current is { IsEnabled: true, QueryParameterName: { } parameter })
        {
            inspection.Note($"API keys are read from addresses too ({Section}:QueryParameterName is {parameter}), where logs and histories keep them.");
        }
    }
}
