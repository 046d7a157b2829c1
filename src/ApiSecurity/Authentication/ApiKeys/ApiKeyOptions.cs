using System.ComponentModel.DataAnnotations;

namespace ApiSecurity.Authentication;

/// <summary>Where API keys are read from and what they look like (<c>ApiSecurity:ApiKeys</c>); in use once <c>AddApiKeys</c> is called.</summary>
/// <remarks>
/// There is no Report mode here: a key proves who calls, or it does not. <see cref="FeatureOptions.DisabledReason"/> switches the scheme off: no key is
/// accepted then.
/// </remarks>
public sealed class ApiKeyOptions : FeatureOptions
{
    /// <summary>Gets or sets the header that keys are read from, beside <c>Authorization</c>.</summary>
    /// <value>The default is <c>X-Api-Key</c>.</value>
    [Required]
    public string HeaderName { get; set; } = "X-Api-Key";

    /// <summary>
    /// Gets or sets the name of a query parameter that keys are read from too. Addresses end up in logs, histories and <c>Referer</c> headers: each use raises an
    /// event, and the keys are better replaced soon.
    /// </summary>
    /// <value>The default is <see langword="null"/>: none, and a request with a key in its address is refused.</value>
    public string? QueryParameterName { get; set; }

    /// <summary>
    /// Gets or sets what keys begin with. Keys that begin with something else are not accepted: after a change all clients need new ones.
    /// </summary>
    /// <value>The default is <c>apk</c>.</value>
    [Required]
    public string Prefix { get; set; } = ApiKeyText.DefaultPrefix;

    /// <summary>Gets or sets for how long the old secret goes on being accepted after a rotation that names no other time.</summary>
    /// <value>The default is a day.</value>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00", ErrorMessage = "Write a time from \"00:00:00\" to \"365.00:00:00\".")]
    public TimeSpan RotationOverlap { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Gets or sets the longest time for which a new key may be valid; keys that are made without an end get this one.</summary>
    /// <value>The default is <see langword="null"/>: as long as whoever makes it says.</value>
    public TimeSpan? MaxLifetime { get; set; }

    /// <summary>
    /// Gets or sets for how long keys that were used lately go on being accepted while the store can't be asked whether they were revoked elsewhere.
    /// </summary>
    /// <value>The default is 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:02", "01:00:00", ErrorMessage = "Write a time from \"00:00:02\" to \"01:00:00\".")]
    public TimeSpan MaxStoreSilence { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the keys that stand in the configuration, by their ids.</summary>
    /// <value>The default is empty.</value>
    public IDictionary<string, ConfiguredApiKeyOptions> Keys { get; } = new Dictionary<string, ConfiguredApiKeyOptions>(StringComparer.Ordinal);
}
