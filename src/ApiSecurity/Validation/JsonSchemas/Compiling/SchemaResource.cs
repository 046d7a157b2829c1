using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>A schema with a URI of its own.</summary>
internal sealed class SchemaResource(SchemaDocument document, string uri, string pointer, JsonElement root, SchemaDialect dialect)
{
    /// <summary>The name under which the anchor of <c>$recursiveAnchor</c> is kept: no anchor can be called so.</summary>
    public const string RecursiveAnchor = "#";

    public SchemaDocument Document => document;

    public string Uri => uri;

    /// <summary>Where in its document it begins.</summary>
    public string Pointer => pointer;

    public JsonElement Root => root;

    public SchemaDialect Dialect => dialect;

    public SchemaScope Scope { get; } = new();

    /// <summary>The schemas that have names, by their place in the document.</summary>
    public Dictionary<string, string> Anchors { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> DynamicAnchors { get; } = new(StringComparer.Ordinal);
}
