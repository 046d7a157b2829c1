using ApiSecurity.Pipeline;

namespace ApiSecurity.Authorization;

/// <summary>
/// Lets request bodies be bound to an entity, a type of which the application keeps objects: on the type for all endpoints, or on a parameter or a member for that place.
/// Without it the application does not start, because a client could set every member.
/// </summary>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field,
    AllowMultiple = false,
    Inherited = true)]
public sealed class BindableEntityAttribute : Attribute
{
    /// <summary>Says why.</summary>
    /// <param name="reason">Why clients may set its members; listed in the start-up summary.</param>
    /// <exception cref="ArgumentException"><paramref name="reason"/> is empty.</exception>
    public BindableEntityAttribute(string reason) => Reason = OptOut.Because(reason);

    /// <summary>Gets why clients may set its members.</summary>
    public string Reason { get; }
}
