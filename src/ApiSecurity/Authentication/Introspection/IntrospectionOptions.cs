using System.ComponentModel.DataAnnotations;

namespace ApiSecurity.Authentication;

/// <summary>
/// Which authorization servers are asked about opaque tokens (<c>ApiSecurity:Introspection</c>, RFC 7662); in use once <c>AddIntrospection</c> is called.
/// </summary>
/// <remarks>
/// There is no Report mode here: a token proves who calls, or it does not. <see cref="FeatureOptions.DisabledReason"/> switches the scheme
/// off: no token is accepted then.
/// </remarks>
public sealed class IntrospectionOptions : FeatureOptions
{
    /// <summary>Gets the authorization servers by a name of your choice.</summary>
    /// <value>The default is empty; one is required.</value>
    public IDictionary<string, IntrospectionServerOptions> Servers { get; } = new Dictionary<string, IntrospectionServerOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Gets or sets how long an answer is used that a token is active, and so how long a token that the server has revoked may go on being accepted
    /// (RFC 7662 section 4). Never past the token's <c>exp</c>.
    /// </summary>
    /// <value>The default is one minute. From zero (each request asks) to one hour.</value>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = "Write a time from \"00:00:00\" to \"01:00:00\".")]
    public TimeSpan CacheLifetime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets how long an answer is used that a token is not active.</summary>
    /// <value>The default is ten seconds. From zero to one minute.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ErrorMessage = "Write a time from \"00:00:00\" to \"00:01:00\".")]
    public TimeSpan InactiveCacheLifetime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how many answers of each kind are kept, active and not. Those of one kind never drive out those of the other.</summary>
    /// <value>The default is 10,000.</value>
    [Range(100, 1000000, ErrorMessage = "Write a number from 100 to 1000000.")]
    public int CacheCapacity { get; set; } = 10_000;

    /// <summary>Gets or sets how long a server may take to answer.</summary>
    /// <value>The default is five seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00", ErrorMessage = "Write a time from \"00:00:00.1\" to \"00:01:00\".")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets how many tokens a server is asked about at the same time. Further tokens that are not known get the answer 503, so that a flood of
    /// invented ones can't become a flood of the server.
    /// </summary>
    /// <value>The default is 64, for each server.</value>
    [Range(1, 10000, ErrorMessage = "Write a number from 1 to 10000.")]
    public int MaxConcurrency { get; set; } = 64;

    /// <summary>Gets or sets how long a server is left alone that has failed five times in a row.</summary>
    /// <value>The default is ten seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage = "Write a time from \"00:00:01\" to \"00:05:00\".")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets by how much clocks may differ where <c>exp</c>, <c>nbf</c> and <c>iat</c> are checked.</summary>
    /// <value>The default is 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00", ErrorMessage = "Write a time from \"00:00:00\" to \"00:05:00\".")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the longest token to ask about, in bytes.</summary>
    /// <value>The default is 4096.</value>
    [Range(16, 65536, ErrorMessage = "Write a number from 16 to 65536.")]
    public int MaxTokenBytes { get; set; } = 4096;

    /// <summary>Gets or sets the longest answer to read, in bytes.</summary>
    /// <value>The default is 65536.</value>
    [Range(1024, 1048576, ErrorMessage = "Write a number from 1024 to 1048576.")]
    public int MaxResponseBytes { get; set; } = 65536;

    /// <summary>Gets or sets the claim behind <c>User.Identity.Name</c>.</summary>
    /// <value>The default is <c>sub</c>.</value>
    [Required]
    public string NameClaimType { get; set; } = "sub";

    /// <summary>Gets or sets the claim behind <c>User.IsInRole</c>.</summary>
    /// <value>The default is <c>roles</c>; <c>role</c>, where an answer has that alone.</value>
    [Required]
    public string RoleClaimType { get; set; } = "roles";
}
