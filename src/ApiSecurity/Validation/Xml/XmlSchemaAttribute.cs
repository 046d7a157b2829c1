namespace ApiSecurity.Validation;

/// <summary>Says which XML Schema (XSD 1.0) the body of an endpoint must keep to. A body that is not XML is refused with 415, unless the endpoint binds JSON too.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = false, Inherited = true)]
public sealed class XmlSchemaAttribute : Attribute
{
    /// <summary>Names the schema's files.</summary>
    /// <param name="paths">
    /// All files that the schema consists of, also those that it includes or imports: <c>schemaLocation</c> is never followed. From the application's
    /// content root. They are read when the application starts; one that can't be read or is no schema stops the start.
    /// </param>
    /// <exception cref="ArgumentException">There is no path, or an empty one.</exception>
    public XmlSchemaAttribute(params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        Paths = paths.Length > 0 && !Array.Exists(paths, string.IsNullOrWhiteSpace) ? [.. paths]
            : throw new ArgumentException("Name the schema's files: \"schemas/order.xsd\".", nameof(paths));
    }

    /// <summary>Gets the files.</summary>
    public IReadOnlyList<string> Paths { get; }
}
