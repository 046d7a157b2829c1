using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authentication;

/// <summary>Tells how tokens are bound, and stops the start where an endpoint asks for a proof that nobody could give.</summary>
internal sealed class ProofOfPossessionInspector(FeatureOptionsSource<ProofOfPossessionOptions> options, CertificateWays ways) : IStartupInspector
{
    private const string Section = $"{ApiSecurityOptions.SectionName}:ProofOfPossession";

    public void Inspect(StartupInspection inspection)
    {
        var current = options.Current;
        var how = current.DPoP switch
        {
            DPoPMode.Required => "DPoP or client certificates required",
            DPoPMode.Disabled => "client certificates only",
            _ => "bound tokens need their proof",
        };
        inspection.Feature("proofs", current, current.RequireNonce ? $"{how}; with nonces" : how);
        if (current.CertificateFromProxy && !ways.HasTrustedProxy)
        {
            inspection.Error($"{Section}:CertificateFromProxy is set, but no proxy is trusted whose header could count. List the proxies in {ApiSecurityOptions.SectionName}:Transport:TrustedProxies, or remove the key.");
        }

        var demanding = inspection.Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<RequireProofOfPossessionAttribute>() is not null);
        foreach (var endpoint in current.IsEnabled ? Unreachable(current, demanding) : demanding)
        {
            inspection.Error(current.IsEnabled
                ? $"{EndpointNames.Describe(endpoint)} requires a proof of possession, but without DPoP that is a client certificate, and the server asks for none. {CertificateHelp.Text} Or remove {Section}:DPoP."
                : $"{EndpointNames.Describe(endpoint)} requires a proof of possession, but {Section}:DisabledReason switches proofs off, so that nobody could call it. Remove one of the two.");
        }
    }

    private IEnumerable<Endpoint> Unreachable(ProofOfPossessionOptions current, IEnumerable<Endpoint> demanding) =>
        current.DPoP == DPoPMode.Disabled && !ways.IsAny(current.CertificateFromProxy) ? demanding : [];
}
