using ApiSecurity.Validation;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Endpoint conventions of XML and SOAP.</summary>
public static class ApiSecurityXmlEndpointConventionBuilderExtensions
{
    /// <summary>Says which XML Schema the body must keep to; see <see cref="XmlSchemaAttribute"/>.</summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="paths">All files of the schema, from the application's content root.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException">There is no path, or an empty one.</exception>
    public static TBuilder WithXmlSchema<TBuilder>(this TBuilder builder, params string[] paths)
        where TBuilder : IEndpointConventionBuilder => Add(builder, new XmlSchemaAttribute(paths));

    /// <summary>Makes the endpoint one for SOAP messages, of which it takes this operation; see <see cref="SoapOperationAttribute"/>.</summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="action">The operation's action, a URI.</param>
    /// <param name="bodyNamespace">The namespace of the body's element.</param>
    /// <param name="bodyElement">The name of the body's element.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException">The action or the name is empty.</exception>
    public static TBuilder WithSoapOperation<TBuilder>(this TBuilder builder, string action, string bodyNamespace, string bodyElement)
        where TBuilder : IEndpointConventionBuilder => Add(builder, new SoapOperationAttribute(action, bodyNamespace, bodyElement));

    /// <summary>Says that the endpoint understands a SOAP header block; see <see cref="SoapHeaderBlockAttribute"/>.</summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="blockNamespace">The block's namespace.</param>
    /// <param name="name">The block's name.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static TBuilder WithSoapHeaderBlock<TBuilder>(this TBuilder builder, string blockNamespace, string name)
        where TBuilder : IEndpointConventionBuilder => Add(builder, new SoapHeaderBlockAttribute(blockNamespace, name));

    private static TBuilder Add<TBuilder>(TBuilder builder, object metadata)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Add(endpoint => endpoint.Metadata.Add(metadata));
        return builder;
    }
}
