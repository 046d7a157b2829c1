using ApiSecurity.Pipeline;

namespace ApiSecurity.RateLimiting;

/// <summary>How many requests a client may send (<c>ApiSecurity:RateLimiting</c>).</summary>
public sealed class RateLimitOptions : FeatureOptions
{
}
