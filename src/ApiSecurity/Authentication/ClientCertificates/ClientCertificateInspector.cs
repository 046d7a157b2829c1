using System.Globalization;
using ApiSecurity.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authentication;

/// <summary>Stops the start where certificates are configured and none is looked at, or are looked at and none can come.</summary>
internal sealed class ClientCertificateInspector(
    FeatureOptionsSource<ClientCertificateOptions> options,
    FeatureOptionsSource<ProofOfPossessionOptions> proofs,
    CertificateWays ways,
    IServiceProviderIsService isService,
    IConfiguration? configuration = null) : IStartupInspector
{
    private const string Section = $"{ApiSecurityOptions.SectionName}:{ClientCertificateDefaults.SectionKey}";

    public void Inspect(StartupInspection inspection)
    {
        var current = options.Current;
        if (!isService.IsService(typeof(ClientCertificateVerifier)))
        {
            if (current.Clients.Count > 0 || (configuration?.GetSection(Section).GetChildren().Any() ?? false))
            {
                inspection.Error($"{Section} is configured, but no certificate is accepted. Call builder.Services.AddApiSecurity().AddClientCertificates(), or remove the section.");
            }

            return;
        }

        if (current.IsEnabled)
        {
            if (current.Clients.Count == 0)
            {
                inspection.Error($"AddClientCertificates() knows no client, so no certificate would be accepted. Write clients into {Section}:Clients.");
            }

            if (!ways.IsAny(proofs.Current.CertificateFromProxy))
            {
                inspection.Error($"AddClientCertificates() is called, but the server asks for no certificate, so nobody could show one. {CertificateHelp.Text}");
            }
        }

        // A mode makes no sense for it: see the rule.
        inspection.Feature("certificates", new ClientCertificateOptions { DisabledReason = current.DisabledReason }, string.Create(
            CultureInfo.InvariantCulture, $"clients: {current.Clients.Count}; authorities: {current.Authorities.Count}; revocation: {current.RevocationMode}"));
    }
}
