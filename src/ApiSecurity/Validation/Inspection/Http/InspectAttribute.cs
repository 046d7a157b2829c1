namespace ApiSecurity.Validation;

/// <summary>Sets what becomes of requests for an endpoint that look like an attack. What the configuration says of a class goes before.</summary>
/// <param name="action">What becomes of them; <see cref="InspectionAction.Off"/> is not among it: <see cref="DisableInspectionAttribute"/> asks for a reason.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="action"/> is neither <see cref="InspectionAction.Detect"/> nor <see cref="InspectionAction.Block"/>.</exception>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = false, Inherited = true)]
public sealed class InspectAttribute(InspectionAction action) : Attribute
{
    /// <summary>Gets what becomes of requests that look like an attack.</summary>
    public InspectionAction Action { get; } = action is InspectionAction.Detect or InspectionAction.Block
        ? action
        : throw new ArgumentOutOfRangeException(nameof(action), action, "Write Detect or Block. To take an endpoint out, write [DisableInspection(\"why\")].");
}
