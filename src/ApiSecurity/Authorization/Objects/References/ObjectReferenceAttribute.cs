namespace ApiSecurity.Authorization;

/// <summary>The common base of <see cref="ObjectReferenceAttribute{T}"/>, which is the one to use.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter, AllowMultiple = false)]
public abstract class ObjectReferenceAttribute : Attribute
{
    private protected ObjectReferenceAttribute(Operation operation) => Operation = operation;

    /// <summary>Gets the operation that the caller must be allowed.</summary>
    /// <value>The default is <see cref="Operation.Read"/>.</value>
    public Operation Operation { get; }

    internal abstract Type Object { get; }
}
