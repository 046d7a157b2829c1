using ApiSecurity.Pipeline;

namespace ApiSecurity.Authorization;

/// <summary>Who may call an endpoint that does not say so itself (<c>ApiSecurity:Authorization</c>).</summary>
public sealed class ApiAuthorizationOptions : FeatureOptions
{
}
