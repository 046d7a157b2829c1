using System.ComponentModel.DataAnnotations;

namespace ApiSecurity.Authentication;

/// <summary>
/// How long and how many verified credentials are remembered, so that a known one costs a lookup instead of cryptography
/// (<c>ApiSecurity:CredentialCache</c>).
/// </summary>
/// <remarks>
/// A remembered token ends with its <c>exp</c>, with the key that signed it, and with a revocation, whatever is set here.
/// <see cref="FeatureOptions.DisabledReason"/> has every request verified anew; there is no Report mode.
/// </remarks>
public sealed class CredentialCacheOptions : FeatureOptions
{
    /// <summary>Gets or sets how many credentials are remembered; rounded up to a power of two. Each takes about 5 kB.</summary>
    /// <value>The default is 8192.</value>
    [Range(64, 1048576, ErrorMessage = "Write a number from 64 to 1048576.")]
    public int Capacity { get; set; } = 8192;

    /// <summary>Gets or sets the time after which a remembered credential is verified anew.</summary>
    /// <value>The default is five minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Write a time from \"00:00:01\" to \"01:00:00\".")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(5);
}
