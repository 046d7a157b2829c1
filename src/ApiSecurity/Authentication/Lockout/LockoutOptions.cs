using System.ComponentModel.DataAnnotations;

namespace ApiSecurity.Authentication;

/// <summary>How many credentials that are not valid may be tried (<c>ApiSecurity:Lockout</c>).</summary>
/// <remarks>
/// The bounds follow NIST SP 800-63B section 5.2.2 (at most 100 failures in a row for one account; waits that grow; addresses that succeeded before are let
/// through) and OWASP ASVS 4.0.3 V2.2.1 (at most 100 failures an hour for one account).
/// </remarks>
public sealed class LockoutOptions : FeatureOptions
{
    /// <summary>Gets or sets how many failures one address may have within <see cref="Window"/>; an IPv6 client counts by its /64 network.</summary>
    /// <value>The default is 30. From 1 to 120.</value>
    [Range(1, 120, ErrorMessage = "Write a number from 1 to 120.")]
    public int FailuresPerAddress { get; set; } = 30;

    /// <summary>Gets or sets how many failures one address may have for one subject (or key, or user name) within <see cref="Window"/>.</summary>
    /// <value>The default is 10. From 1 to 120.</value>
    [Range(1, 120, ErrorMessage = "Write a number from 1 to 120.")]
    public int FailuresPerCredential { get; set; } = 10;

    /// <summary>
    /// Gets or sets how many failures all addresses together may have for one subject within an hour. Then only addresses from which the subject has
    /// proved who they are before go on.
    /// </summary>
    /// <value>The default is 100. From 1 to 120.</value>
    [Range(1, 120, ErrorMessage = "Write a number from 1 to 120.")]
    public int FailuresPerSubject { get; set; } = 100;

    /// <summary>Gets or sets the time in which the failures of an address, or of an address and a subject, are forgotten; evenly, one after the other.</summary>
    /// <value>The default is 15 minutes. From a minute to a day.</value>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00", ErrorMessage = "Write a time from \"00:01:00\" to \"1.00:00:00\".")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Gets or sets the first wait, after the third failure for a subject from one address; each further one is twice as long, up to
    /// <see cref="Duration"/>. For an address alone the waits begin at half of <see cref="FailuresPerAddress"/>.
    /// </summary>
    /// <value>The default is one second.</value>
    [Range(typeof(TimeSpan), "00:00:00.125", "00:10:00", ErrorMessage = "Write a time from \"00:00:00.125\" to \"00:10:00\".")]
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets how long nothing is tried once a limit is reached. Up to a quarter is added, so that those who wait do not all come back at once.</summary>
    /// <value>The default is 15 minutes. From a second to a day.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "Write a time from \"00:00:01\" to \"1.00:00:00\".")]
    public TimeSpan Duration { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Gets or sets how long an address is remembered from which a subject has proved who they are.</summary>
    /// <value>The default is 30 days. From an hour to 90 days.</value>
    [Range(typeof(TimeSpan), "01:00:00", "90.00:00:00", ErrorMessage = "Write a time from \"01:00:00\" to \"90.00:00:00\".")]
    public TimeSpan RememberAddress { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Gets or sets how many different subjects, keys or targets within <see cref="Window"/> are told as an attack: subjects from one address (stuffing), subjects
    /// with one secret (spraying), ids of unknown keys from one address (scanning).
    /// </summary>
    /// <value>The default is 10. From 2 to 120.</value>
    [Range(2, 120, ErrorMessage = "Write a number from 2 to 120.")]
    public int DistinctTargets { get; set; } = 10;

    /// <summary>
    /// Gets or sets how many counts are remembered at the same time. The memory, 64 to 128 bytes each, is set aside at start and never grows; beyond it, what
    /// would be forgotten first is forgotten early. A reload does not change it.
    /// </summary>
    /// <value>The default is 65,536 (4 MiB). From 1,024 to 16,777,216.</value>
    [Range(1_024, 16_777_216, ErrorMessage = "Write a number from 1024 to 16777216.")]
    public int MaxKeys { get; set; } = 65_536;
}
