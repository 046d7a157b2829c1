using ApiSecurity.Pipeline;

namespace ApiSecurity.Headers;

/// <summary>Which security headers responses carry (<c>ApiSecurity:Headers</c>).</summary>
public sealed class HeadersOptions : FeatureOptions
{
}
