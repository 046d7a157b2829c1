namespace ApiSecurity.Validation;

/// <summary>Says that an endpoint understands a SOAP header block. One that must be understood and is not named so is refused (SOAP 1.1 section 4.2.3, SOAP 1.2 part 1 section 2.6).</summary>
/// <param name="blockNamespace">The block's namespace.</param>
/// <param name="name">The block's name.</param>
/// <exception cref="ArgumentException">The name is empty.</exception>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class SoapHeaderBlockAttribute(string blockNamespace, string name) : Attribute
{
    /// <summary>Gets the block's namespace.</summary>
    public string BlockNamespace { get; } = blockNamespace ?? throw new ArgumentNullException(nameof(blockNamespace));

    /// <summary>Gets the block's name.</summary>
    public string Name { get; } = string.IsNullOrWhiteSpace(name) ? throw new ArgumentException("Write the block's name.", nameof(name)) : name;
}
