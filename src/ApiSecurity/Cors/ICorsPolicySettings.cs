namespace ApiSecurity.Cors;

/// <summary>What the default policy and the named ones have in common.</summary>
internal interface ICorsPolicySettings
{
    IList<string> Origins { get; }

    IList<string> Methods { get; }

    IList<string> Headers { get; }

    IList<string> ExposedHeaders { get; }

    bool AllowCredentials { get; }

    TimeSpan PreflightMaxAge { get; }

    bool AllowPrivateNetwork { get; }
}
