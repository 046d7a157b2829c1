namespace ApiSecurity.Headers;

/// <summary>
/// A named policy (<c>ApiSecurity:Headers:Policies:{name}</c>) or one written at its endpoint. With a <c>DisabledReason</c>, its endpoints
/// answer without security headers, and the start-up summary says why.
/// </summary>
public sealed class HeadersPolicyOptions : SecurityHeaderValues
{
}
