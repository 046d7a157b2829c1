using ApiSecurity.Pipeline;

namespace ApiSecurity.Authorization;

/// <summary>
/// Says that an endpoint is meant to ask for less than GET of the same route does: signing in by <c>POST /session</c>, say. It changes nothing but that the
/// start-up checks say nothing of it.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = false, Inherited = true)]
public sealed class AllowLessProtectionAttribute : Attribute
{
    /// <summary>Says why.</summary>
    /// <param name="reason">Why less is enough.</param>
    /// <exception cref="ArgumentException"><paramref name="reason"/> is empty.</exception>
    public AllowLessProtectionAttribute(string reason) => Reason = OptOut.Because(reason);

    /// <summary>Gets why less is enough.</summary>
    public string Reason { get; }
}
