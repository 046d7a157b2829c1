using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>The options, ready to be asked at each request.</summary>
internal sealed class ProofSettings
{
    public ProofSettings(ProofOfPossessionOptions options)
    {
        IsEnabled = options.IsEnabled;
        IsEnforced = options.IsEnforced;
        ReadsProofs = options.IsEnabled && options.DPoP != DPoPMode.Disabled;
        Algorithms = options.ValidAlgorithms.Count > 0 ? [.. options.ValidAlgorithms] : JwtDefaults.Algorithms;
        RefusesBearer = options.IsEnabled && options.DPoP == DPoPMode.Required;
        Lifetime = options.ProofLifetime;
        Skew = options.ClockSkew;
        MaxBytes = options.MaxProofBytes;
        RequiresNonce = options.RequireNonce;
        CertificateFromProxy = options.CertificateFromProxy;
        Algs = $"algs=\"{string.Join(' ', Algorithms)}\"";
        Challenge = new TokenChallenge(ProofOfPossessionCheck.Scheme, Algs);
    }

    public bool IsEnabled { get; }

    public bool IsEnforced { get; }

    /// <summary>Whether the scheme <c>DPoP</c> is one that clients can use.</summary>
    public bool ReadsProofs { get; }

    public bool RefusesBearer { get; }

    public string[] Algorithms { get; }

    public TimeSpan Lifetime { get; }

    public TimeSpan Skew { get; }

    public int MaxBytes { get; }

    public bool RequiresNonce { get; }

    public bool CertificateFromProxy { get; }

    /// <summary>The parameter of the challenge (RFC 9449 section 7.1).</summary>
    public string Algs { get; }

    /// <summary>For what is refused later of a request whose proof is good.</summary>
    public TokenChallenge Challenge { get; }
}
