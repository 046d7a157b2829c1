using System.ComponentModel.DataAnnotations;

namespace ApiSecurity.Authentication;

/// <summary>
/// How clients prove that a token is theirs (<c>ApiSecurity:ProofOfPossession</c>): with a key (DPoP, RFC 9449) or with a certificate (mutual TLS, RFC 8705).
/// In use wherever tokens are checked.
/// </summary>
/// <remarks>
/// In Report mode a token that is bound, but came as if it were not, is let through and told. What comes in the scheme <c>DPoP</c> is checked in either mode:
/// without this library nobody would have accepted it. <see cref="FeatureOptions.DisabledReason"/> leaves all of this out: no proof is read, and
/// whoever has a token can use it.
/// </remarks>
public sealed class ProofOfPossessionOptions : FeatureOptions
{
    /// <summary>Gets or sets whether clients prove with DPoP that a token is theirs.</summary>
    /// <value>The default is <see cref="DPoPMode.Allowed"/>.</value>
    public DPoPMode DPoP { get; set; }

    /// <summary>Gets or sets for how long a proof can be used, from its <c>iat</c>.</summary>
    /// <value>The default is one minute. From one second to ten minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "Write a time from \"00:00:01\" to \"00:10:00\".")]
    public TimeSpan ProofLifetime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets by how much the client's clock may differ, in either direction.</summary>
    /// <value>The default is 30 seconds. Up to five minutes.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00", ErrorMessage = "Write a time from \"00:00:00\" to \"00:05:00\".")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets whether proofs must hold a nonce of this server (RFC 9449 section 9). The nonce's time counts then in the place of <c>iat</c>: proofs
    /// can't be made in advance, and the client's clock may be wrong.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool RequireNonce { get; set; }

    /// <summary>Gets or sets how often there is a new nonce; the one before it goes on being accepted for as long again.</summary>
    /// <value>The default is two minutes. From ten seconds to one hour.</value>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00", ErrorMessage = "Write a time from \"00:00:10\" to \"01:00:00\".")]
    public TimeSpan NonceLifetime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Gets or sets the secret that nonces are made with, at least 32 characters: the same on all servers of an API, so that each accepts the nonces of the others. Keep
    /// it where secrets are kept.
    /// </summary>
    /// <value>The default is <see langword="null"/>: each process makes one for itself.</value>
    public string? NonceSecret { get; set; }

    /// <summary>Gets the signature algorithms to accept in proofs. Those with a shared secret (HS256, …) and <c>none</c> can't be listed.</summary>
    /// <value>The default is empty, which means ES256, ES384, ES512, PS256, PS384, PS512, RS256, RS384 and RS512.</value>
    public IList<string> ValidAlgorithms { get; } = [];

    /// <summary>Gets or sets the longest proof to look at, in bytes.</summary>
    /// <value>The default is 8192. From 1024 to 65536.</value>
    [Range(1024, 65536, ErrorMessage = "Write a number from 1024 to 65536.")]
    public int MaxProofBytes { get; set; } = 8192;

    /// <summary>
    /// Gets or sets how many used ids the process remembers at the same time, about 100 bytes each. When so many are there whose time is not over, further
    /// proofs are answered with 503. A reload does not change it, and an <see cref="IReplayStore"/> of the application's own does not go by it.
    /// </summary>
    /// <value>The default is 262,144 (about 26 MiB when full, less before). From 1,024 to 16,777,216.</value>
    [Range(1_024, 16_777_216, ErrorMessage = "Write a number from 1024 to 16777216.")]
    public int ReplayCapacity { get; set; } = 262_144;

    /// <summary>
    /// Gets or sets whether the client's certificate is taken from the header <c>Client-Cert</c> (RFC 9440) of a proxy that
    /// <c>ApiSecurity:Transport:TrustedProxies</c> lists. Such a proxy must remove the header from what clients send, or they could write any certificate there.
    /// </summary>
    /// <value>The default is <see langword="false"/>: certificates are those of the connection. A header from anybody else is never used.</value>
    public bool CertificateFromProxy { get; set; }
}
