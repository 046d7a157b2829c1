namespace ApiSecurity.Authorization;

/// <summary>The options of decisions that are made outside of the application; in use once <c>AddAccessDecisions</c> or <c>AddAuthZen</c> is called.</summary>
public sealed class AccessDecisionOptions : FeatureOptions
{
    /// <summary>Gets or sets the address of an AuthZEN decision point, below which its <c>access/v1/evaluation</c> and <c>access/v1/evaluations</c> are; for <c>AddAuthZen</c>.</summary>
    /// <value>The default is none. It must be <c>https</c>, but on the machine itself.</value>
    public string? Endpoint { get; set; }

    /// <summary>Gets or sets how long to wait for decisions.</summary>
    /// <value>The default is one second.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets how long a yes is remembered: so long somebody keeps access that was taken away. Zero remembers none.</summary>
    /// <value>The default is ten seconds.</value>
    public TimeSpan AllowLifetime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how long a no is remembered. Zero remembers none.</summary>
    /// <value>The default is two seconds.</value>
    public TimeSpan DenyLifetime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets how many decisions are remembered at most.</summary>
    /// <value>The default is 10,000.</value>
    public int MaxCacheEntries { get; set; } = 10_000;

    /// <summary>Gets or sets how many questions are asked at once; more are asked in several calls.</summary>
    /// <value>The default is 50.</value>
    public int MaxBatchSize { get; set; } = 50;

    /// <summary>Gets or sets how many calls may be under way at a time. Where there are as many, decisions are not available.</summary>
    /// <value>The default is 64.</value>
    public int MaxConcurrency { get; set; } = 64;

    /// <summary>Gets or sets how long an answer of an AuthZEN decision point may be, in bytes.</summary>
    /// <value>The default is 65,536.</value>
    public int MaxResponseBytes { get; set; } = 65_536;

    /// <summary>Gets or sets what a request is told whose decision could not be had.</summary>
    /// <value>The default is <see cref="UnavailableDecision.Unavailable"/>.</value>
    public UnavailableDecision OnUnavailable { get; set; }
}
