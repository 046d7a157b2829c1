using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>Tells how tokens are bound, and stops the start where an endpoint asks for a proof that nobody could give.</summary>
internal sealed class ProofOfPossessionInspector(FeatureOptionsSource<ProofOfPossessionOptions> options) : IStartupInspector
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
        if (current.IsEnabled)
        {
            return;
        }

        foreach (var endpoint in inspection.Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<RequireProofOfPossessionAttribute>() is not null))
        {
            inspection.Error($"{EndpointNames.Describe(endpoint)} requires a proof of possession, but {Section}:DisabledReason switches proofs off, so that nobody could call it. Remove one of the two.");
        }
    }
}
