using ApiSecurity.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authentication;

/// <summary>Stops the start where signatures are demanded or configured, and nobody would check them.</summary>
internal sealed class HttpSignatureInspector(
    FeatureOptionsSource<HttpSignatureOptions> options, IServiceProviderIsService isService, IConfiguration? configuration = null) : IStartupInspector
{
    private const string Section = $"{ApiSecurityOptions.SectionName}:{HttpSignatureDefaults.SectionKey}";

    public void Inspect(StartupInspection inspection)
    {
        var current = options.Current;
        var demanding = inspection.Endpoints.FirstOrDefault(endpoint => endpoint.Metadata.GetMetadata<RequireHttpSignatureAttribute>() is not null);
        if (!isService.IsService(typeof(HttpSignatureVerifier)))
        {
            if (demanding is not null)
            {
                inspection.Error($"{EndpointNames.Describe(demanding)} requires an HTTP signature, but none is checked. Call builder.Services.AddApiSecurity().AddHttpSignatures().");
            }

            if (current.Keys.Count > 0 || (configuration?.GetSection(Section).GetChildren().Any() ?? false))
            {
                inspection.Error($"{Section} is configured, but no signature is accepted. Call builder.Services.AddApiSecurity().AddHttpSignatures(), or remove the section.");
            }

            return;
        }

        if (current.IsEnabled && current.Keys.Count == 0 && !isService.IsService(typeof(IHttpSignatureKeys)))
        {
            inspection.Error($"AddHttpSignatures() knows no key, so no signature would be accepted. Write keys into {Section}:Keys, or register an IHttpSignatureKeys.");
        }

        if (!current.IsEnabled && demanding is not null)
        {
            inspection.Note($"{EndpointNames.Describe(demanding)} requires an HTTP signature and signatures are switched off, so nobody can call it.");
        }

        // A mode makes no sense for it: see the rule.
        inspection.Feature("signatures", new HttpSignatureOptions { DisabledReason = current.DisabledReason }, $"{current.Keys.Count} configured, {string.Join(", ", HttpSignatureAlgorithms.Of(current))}");
    }
}
