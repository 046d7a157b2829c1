using System.Text.Json;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>Tells clients by which proofs they can, or must, show that a token is theirs (RFC 9728 section 2).</summary>
internal sealed class ProofResourceMembers(FeatureOptionsSource<ProofOfPossessionOptions> source) : IProtectedResourceMembers
{
    public object Basis => source.Current;

    public void Write(Utf8JsonWriter writer, ProtectedResourceOptions options)
    {
        var settings = new ProofSettings(source.Current);
        // That a server asks for certificates can't be seen from here, unless a proxy does.
        if (settings.IsEnabled && (options.CertificateBoundTokens ?? settings.CertificateFromProxy))
        {
            writer.WriteBoolean("tls_client_certificate_bound_access_tokens", true);
        }

        if (!settings.ReadsProofs)
        {
            return;
        }

        writer.WriteStartArray("dpop_signing_alg_values_supported");
        Array.ForEach(settings.Algorithms, writer.WriteStringValue);
        writer.WriteEndArray();
        if (settings is { RefusesBearer: true, IsEnforced: true })
        {
            writer.WriteBoolean("dpop_bound_access_tokens_required", true);
        }
    }
}
