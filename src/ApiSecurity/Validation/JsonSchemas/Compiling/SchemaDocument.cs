using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>A JSON document with schemas, and the resources in it by their place.</summary>
internal sealed class SchemaDocument(string name, JsonElement root)
{
    /// <summary>What errors call it.</summary>
    public string Name => name;

    public JsonElement Root => root;

    /// <summary>The schema resources (2020-12 core, section 4.3.5) of the document, by the JSON pointer to them.</summary>
    public Dictionary<string, SchemaResource> Resources { get; } = new(StringComparer.Ordinal);

    public JsonSchemaException Error(string pointer, string reason, Exception? inner = null) => new(name, pointer, reason, inner);
}
