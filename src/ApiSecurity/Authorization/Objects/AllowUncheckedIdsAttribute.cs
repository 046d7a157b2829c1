using ApiSecurity.Pipeline;

namespace ApiSecurity.Authorization;

/// <summary>
/// Says that the ids which an endpoint takes are no objects of anybody's: whoever may call it may have each of them. It changes nothing but that the
/// posture report does not ask for an object policy.
/// </summary>
/// <param name="reason">Why no rule is needed; listed in the posture report. <see cref="ArgumentException"/> if it is empty.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = false, Inherited = true)]
public sealed class AllowUncheckedIdsAttribute(string reason) : Attribute
{
    /// <summary>Gets why no rule is needed.</summary>
    public string Reason { get; } = OptOut.Because(reason);
}
