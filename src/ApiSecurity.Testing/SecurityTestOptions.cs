namespace ApiSecurity.Testing;

/// <summary>The bounds of the tests.</summary>
public sealed class SecurityTestOptions
{
    /// <summary>Gets or sets the environment that the application is started in by <c>For&lt;TEntryPoint&gt;()</c>: errors tell more in Development, and people attack what is in production.</summary>
    /// <value>The default is <c>Production</c>.</value>
    public string Environment { get; set; } = "Production";

    /// <summary>Gets or sets how many requests one case sends at most; what is beyond is noted in its result.</summary>
    /// <value>The default is 400.</value>
    public int MaxRequestsPerCase { get; set; } = 400;

    /// <summary>Gets or sets how long a request may take; one that takes longer counts as no answer.</summary>
    /// <value>The default is 10 seconds.</value>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets the groups of attacks that are left out.</summary>
    public ISet<SecurityProbe> Without { get; } = new HashSet<SecurityProbe>();

    /// <summary>Gets the endpoints that are left out, with the reason: by their name in the posture report.</summary>
    public IDictionary<string, string> Skip { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
