using System.ComponentModel.DataAnnotations;

namespace ApiSecurity.Authentication;

/// <summary>How names and passwords are checked (<c>ApiSecurity:Basic</c>); in use once <c>AddBasic</c> is called.</summary>
/// <remarks>
/// There is no Report mode here: a password proves who calls, or it does not. <see cref="FeatureOptions.DisabledReason"/> switches the scheme off: no password is
/// accepted then.
/// </remarks>
public sealed class BasicOptions : FeatureOptions
{
    /// <summary>Gets or sets what clients are told the password is for (RFC 7617 section 2). Browsers show it.</summary>
    /// <value>The default is <c>api</c>.</value>
    [Required]
    public string Realm { get; set; } = "api";

    /// <summary>
    /// Gets or sets the iterations of PBKDF2 (HMAC-SHA-512) that new hashes are made with, and that are spent on names that don't exist. Hashes that were made with
    /// other numbers go on working, but how long they take tells that they are there.
    /// </summary>
    /// <value>The default is 210,000.</value>
    [Range(100_000, 10_000_000, ErrorMessage = "Write a number from 100000 to 10000000.")]
    public int Iterations { get; set; } = 210_000;

    /// <summary>
    /// Gets or sets how many passwords are hashed at the same time. Each occupies a processor for a tenth of a second or so: more than there are processors would
    /// leave nothing for other requests. Thirty-two times as many wait; whoever comes then is answered with 503.
    /// </summary>
    /// <value>The default is <see langword="null"/>: half as many as there are processors, at least one.</value>
    [Range(1, 1024, ErrorMessage = "Write a number from 1 to 1024, or remove the key.")]
    public int? MaxConcurrentChecks { get; set; }

    /// <summary>
    /// Gets or sets for how long a password that was checked need not be hashed again. What is remembered is a keyed hash of it, held against the user's stored hash at each
    /// request: a password that is changed, or a user who is removed, ends at once. <see cref="TimeSpan.Zero"/> has each request hash it.
    /// </summary>
    /// <value>The default is five minutes.</value>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = "Write a time from \"00:00:00\" to \"01:00:00\".")]
    public TimeSpan RememberFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets the users that stand in the configuration, by their names, letter by letter. They go before those of a store.</summary>
    /// <value>The default is empty.</value>
    public IDictionary<string, BasicUserOptions> Users { get; } = new Dictionary<string, BasicUserOptions>(StringComparer.Ordinal);
}
