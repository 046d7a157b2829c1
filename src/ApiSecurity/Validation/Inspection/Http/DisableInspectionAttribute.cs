using ApiSecurity.Pipeline;

namespace ApiSecurity.Validation;

/// <summary>Takes an endpoint out of attack inspection; everything else stays on.</summary>
/// <param name="reason">Why; listed in the start-up summary.</param>
/// <exception cref="ArgumentException"><paramref name="reason"/> is empty.</exception>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = false, Inherited = true)]
public sealed class DisableInspectionAttribute(string reason) : Attribute
{
    /// <summary>Gets why the endpoint is taken out.</summary>
    public string Reason { get; } = OptOut.Because(reason);
}
