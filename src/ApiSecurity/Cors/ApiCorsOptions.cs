using ApiSecurity.Pipeline;

namespace ApiSecurity.Cors;

/// <summary>Which pages of other origins may use the API from a browser (<c>ApiSecurity:Cors</c>).</summary>
public sealed class ApiCorsOptions : FeatureOptions
{
}
