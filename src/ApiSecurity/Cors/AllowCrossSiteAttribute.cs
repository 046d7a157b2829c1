using ApiSecurity.Pipeline;

namespace ApiSecurity.Cors;

/// <summary>
/// Lets pages of any site send state-changing requests to the endpoint, with the browser's cookies: for an endpoint that proves a
/// request's origin by other means, such as a signed payment callback. It grants no CORS permission: such a page can't read the answer.
/// </summary>
/// <param name="reason">Why; listed in the start-up summary.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = false, Inherited = true)]
public sealed class AllowCrossSiteAttribute(string reason) : Attribute
{
    /// <summary>Gets why other sites may call the endpoint.</summary>
    public string Reason { get; } = OptOut.Because(reason);
}
