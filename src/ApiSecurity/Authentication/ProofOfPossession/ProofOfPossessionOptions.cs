using System.ComponentModel.DataAnnotations;

namespace ApiSecurity.Authentication;

/// <summary>How clients prove that a token is theirs (<c>ApiSecurity:ProofOfPossession</c>).</summary>
public sealed class ProofOfPossessionOptions : FeatureOptions
{
    /// <summary>
    /// Gets or sets how many used ids the process remembers at the same time, about 100 bytes each. When so many are there whose time is not over, further
    /// proofs are answered with 503. A reload does not change it, and an <see cref="IReplayStore"/> of the application's own does not go by it.
    /// </summary>
    /// <value>The default is 262,144 (about 26 MiB when full, less before). From 1,024 to 16,777,216.</value>
    [Range(1_024, 16_777_216, ErrorMessage = "Write a number from 1024 to 16777216.")]
    public int ReplayCapacity { get; set; } = 262_144;
}
