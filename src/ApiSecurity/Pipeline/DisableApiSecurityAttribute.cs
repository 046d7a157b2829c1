using ApiSecurity.Pipeline;

namespace ApiSecurity;

/// <summary>
/// Takes an endpoint out of every check that knows the endpoint: CORS hardening, limits, deny by default, validation.
/// What runs before routing (transport, safe errors, headers) stays.
/// </summary>
/// <param name="reason">Why; listed in the start-up summary.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = false, Inherited = true)]
public sealed class DisableApiSecurityAttribute(string reason) : Attribute
{
    /// <summary>Gets why the endpoint is taken out.</summary>
    public string Reason { get; } = OptOut.Because(reason);
}
