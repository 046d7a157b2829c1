using ApiSecurity.Pipeline;
using Microsoft.Extensions.Configuration;

namespace ApiSecurity.Authentication;

/// <summary>Tells where the metadata are; stops the start where they are configured and not mapped.</summary>
internal sealed class ProtectedResourceInspector(
    FeatureOptionsSource<ProtectedResourceOptions> options, ProtectedResourceMetadata metadata, IConfiguration? configuration = null) : IStartupInspector
{
    private const string Section = $"{ApiSecurityOptions.SectionName}:ProtectedResource";

    public void Inspect(StartupInspection inspection)
    {
        if (metadata.Resource is { } resource)
        {
            // A mode makes no sense for it: it refuses nothing.
            inspection.Feature("resource", new ProtectedResourceOptions { DisabledReason = options.Current.DisabledReason }, $"metadata at {ResourceIdentifier.MetadataUrl(resource)}");
        }
        else if (options.Current.Resource is not null || (configuration?.GetSection(Section).GetChildren().Any() ?? false))
        {
            inspection.Error($"{Section} is configured, but nobody can read it. Call app.MapProtectedResourceMetadata(), or remove the section.");
        }
    }
}
