using System.ComponentModel.DataAnnotations;

namespace ApiSecurity.Authentication;

/// <summary>How revocations of tokens are kept (<c>ApiSecurity:Revocation</c>).</summary>
/// <remarks>
/// There is no Report mode here: a revocation is what the application's own code asked for. <see cref="FeatureOptions.DisabledReason"/> has
/// revoked tokens accepted, and <see cref="ITokenRevocations.RevokeAsync"/> throw.
/// </remarks>
public sealed class RevocationOptions : FeatureOptions
{
    /// <summary>Gets or sets how many revocations there may be at the same time; a further one is an exception to who revokes, never a loss.</summary>
    /// <remarks>A revocation takes 48 to 120 bytes of memory on each node, whatever its length; the memory is taken as it is needed.</remarks>
    /// <value>The default is 1,000,000. From 1,024 to 67,108,864.</value>
    [Range(1_024, 67_108_864, ErrorMessage = "Write a number from 1024 to 67108864.")]
    public int Capacity { get; set; } = 1_000_000;

    /// <summary>Gets or sets how long a revocation is kept that does not say when it ends: at least as long as the longest token is valid.</summary>
    /// <value>The default is one day, or <see cref="JwtOptions.MaxLifetime"/> where that is longer.</value>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00", ErrorMessage = "Write a time from \"00:01:00\" to \"3650.00:00:00\".")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Gets or sets how often a store is asked whether something has changed. A reload does not change it.</summary>
    /// <value>The default is half a second, so that a revocation reaches every node within a second.</value>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:01:00", ErrorMessage = "Write a time from \"00:00:00.05\" to \"00:01:00\".")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets or sets what happens to tokens while the store can't be read.</summary>
    /// <value>The default is <see cref="RevocationStoreFailure.UseKnown"/>.</value>
    public RevocationStoreFailure OnStoreFailure { get; set; }

    /// <summary>Gets or sets after how long without an answer of the store <see cref="RevocationStoreFailure.Refuse"/> takes effect.</summary>
    /// <value>The default is 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "Write a time from \"00:00:01\" to \"1.00:00:00\".")]
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromSeconds(10);
}
