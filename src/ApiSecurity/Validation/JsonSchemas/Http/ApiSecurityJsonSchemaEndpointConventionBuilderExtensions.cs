using ApiSecurity.Validation;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Endpoint conventions of JSON Schema.</summary>
public static class ApiSecurityJsonSchemaEndpointConventionBuilderExtensions
{
    /// <summary>Says which JSON Schema the body must keep to; see <see cref="JsonSchemaAttribute"/>.</summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="path">The schema's file, from the application's content root.</param>
    /// <param name="documents">Other files that it refers to.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException">A path is empty.</exception>
    public static TBuilder WithJsonSchema<TBuilder>(this TBuilder builder, string path, params string[] documents)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var attribute = new JsonSchemaAttribute(path, documents);
        builder.Add(endpoint => endpoint.Metadata.Add(attribute));
        return builder;
    }
}
