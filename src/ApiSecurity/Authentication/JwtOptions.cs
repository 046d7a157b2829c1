using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>Which tokens are accepted (<c>ApiSecurity:Jwt</c>).</summary>
public sealed class JwtOptions : FeatureOptions
{
}
