namespace ApiSecurity.Cors;

/// <summary>A named CORS policy (<c>ApiSecurity:Cors:Policies:name</c>).</summary>
public sealed class ApiCorsPolicyOptions : ICorsPolicySettings
{
    /// <inheritdoc cref="ApiCorsOptions.Origins"/>
    /// <value>No default: a policy without an origin stops the start.</value>
    public IList<string> Origins { get; } = [];

    /// <inheritdoc cref="ApiCorsOptions.Methods"/>
    /// <value>The default is empty, which means <c>GET</c>, <c>HEAD</c> and <c>POST</c>.</value>
    public IList<string> Methods { get; } = [];

    /// <inheritdoc cref="ApiCorsOptions.Headers"/>
    /// <value>The default is empty, which means <c>Authorization</c> and <c>Content-Type</c>.</value>
    public IList<string> Headers { get; } = [];

    /// <inheritdoc cref="ApiCorsOptions.ExposedHeaders"/>
    /// <value>The default is empty.</value>
    public IList<string> ExposedHeaders { get; } = [];

    /// <inheritdoc cref="ApiCorsOptions.AllowCredentials"/>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AllowCredentials { get; set; }

    /// <inheritdoc cref="ApiCorsOptions.PreflightMaxAge"/>
    /// <value>The default is 10 minutes.</value>
    public TimeSpan PreflightMaxAge { get; set; } = CorsDefaults.PreflightMaxAge;

    /// <inheritdoc cref="ApiCorsOptions.AllowPrivateNetwork"/>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AllowPrivateNetwork { get; set; }
}
