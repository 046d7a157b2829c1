namespace ApiSecurity.Headers;

/// <summary>The header <c>Strict-Transport-Security</c> (RFC 6797), the same for the whole host.</summary>
/// <remarks>Sent over HTTPS only, not for <c>localhost</c> and loopback addresses, and not in Report mode: it outlives the answer.</remarks>
public sealed class ApiHstsOptions
{
    /// <summary>Gets or sets why the header is not sent. Any text switches it off; the start-up summary lists it with the text.</summary>
    /// <value>The default is <see langword="null"/>: the header is sent.</value>
    public string? DisabledReason { get; set; }

    /// <summary>Gets or sets how long browsers remember to use HTTPS only, in whole seconds; not negative; zero makes them forget.</summary>
    /// <value>The default is 730 days, as OWASP proposes.</value>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(730);

    /// <summary>Gets or sets whether the host's subdomains are meant too.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool IncludeSubDomains { get; set; } = true;

    /// <summary>Gets or sets whether the host may be put into browsers' built-in lists; hard to take back.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool Preload { get; set; }
}
