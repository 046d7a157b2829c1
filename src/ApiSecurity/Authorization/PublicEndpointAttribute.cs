using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Authorization;

/// <summary>
/// Lets everybody call an endpoint, as <see cref="AllowAnonymousAttribute"/> does, and says why. It stands alone, or beside an <c>[AllowAnonymous]</c>
/// that is already there.
/// </summary>
/// <param name="reason">Why nobody has to say who they are; listed at start and in the posture report. <see cref="ArgumentException"/> if it is empty.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = false, Inherited = true)]
public sealed class PublicEndpointAttribute(string reason) : Attribute, IAllowAnonymous
{
    /// <summary>Gets why nobody has to say who they are.</summary>
    public string Reason { get; } = OptOut.Because(reason);
}
