using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>All schema resources that one compilation may use, by URI: what was registered, what that contains, and the drafts' own. Nothing is fetched.</summary>
internal sealed class SchemaRegistry
{
    private const int MostDepth = 256;

    /// <summary>An old way to say: whichever draft is the newest.</summary>
    private const string LatestDraft = "http://json-schema.org/schema";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MostDepth, AllowDuplicateProperties = false };

    private readonly JsonSchemaOptions _options;
    private readonly Dictionary<string, SchemaResource> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SchemaDialect> _dialects = new(StringComparer.Ordinal);
    private bool _areDocumentsRead;

    public SchemaRegistry(JsonSchemaOptions options) => _options = options;

    public IEnumerable<SchemaResource> Resources => _resources.Values;

    /// <exception cref="JsonSchemaException">It is not JSON.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> text, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw new JsonSchemaException(name, string.Empty, $"It is not JSON, has a member twice or is too deep (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}).", exception);
        }
    }

    /// <summary>Takes in a document, and all resources in it.</summary>
    public SchemaResource Add(string uri, string name, JsonElement root)
    {
        var document = new SchemaDocument(name, root);
        var dialect = DialectOf(document, string.Empty, root, new SchemaDialect(_options.DefaultDraft));
        var id = IdOf(root, dialect);
        var resource = new SchemaResource(document, id is null ? uri : UriReference.Resolve(uri, UriReference.SplitFragment(id).Uri), string.Empty, root, dialect);
        document.Resources[string.Empty] = resource;
        _resources.TryAdd(uri, resource);
        Register(resource, string.Empty);
        Index(resource, root, string.Empty, isRoot: true);
        return resource;
    }

    public SchemaResource? Find(string uri)
    {
        if (_resources.TryGetValue(uri, out var resource))
        {
            return resource;
        }

        if (MetaSchemas.Find(uri) is { } text)
        {
            return Add(uri, uri, text);
        }

        ReadDocuments();
        return _resources.GetValueOrDefault(uri);
    }

    private void ReadDocuments()
    {
        if (_areDocumentsRead)
        {
            return;
        }

        _areDocumentsRead = true;
        foreach (var (uri, text) in _options.Documents)
        {
            var plain = UriReference.SplitFragment(uri).Uri;
            if (!_resources.ContainsKey(plain))
            {
                Add(plain, uri, Parse(System.Text.Encoding.UTF8.GetBytes(text), uri));
            }
        }
    }

    private void Register(SchemaResource resource, string pointer)
    {
        if (!_resources.TryAdd(resource.Uri, resource) && _resources[resource.Uri].Document == resource.Document && _resources[resource.Uri] != resource)
        {
            throw resource.Document.Error(pointer, "Two schemas have the same URI.");
        }
    }

    private void Index(SchemaResource resource, JsonElement schema, string pointer, bool isRoot = false)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (!isRoot && IdOf(schema, resource.Dialect) is { } id && UriReference.SplitFragment(id).Uri.Length > 0)
        {
            var dialect = DialectOf(resource.Document, pointer, schema, resource.Dialect);
            resource = new SchemaResource(resource.Document, UriReference.SplitFragment(UriReference.Resolve(resource.Uri, id)).Uri, pointer, schema, dialect);
            resource.Document.Resources[pointer] = resource;
            Register(resource, pointer);
        }

        NameAnchors(resource, schema, pointer);
        foreach (var (step, inner) in SubschemaKeywords.In(schema))
        {
            Index(resource, inner, pointer + step);
        }
    }

    private static void NameAnchors(SchemaResource resource, JsonElement schema, string pointer)
    {
        var dialect = resource.Dialect;
        if (dialect.Draft <= JsonSchemaDraft.Draft7)
        {
            if (IdOf(schema, dialect) is { } id && UriReference.SplitFragment(id).Fragment is { Length: > 0 } fragment)
            {
                AddAnchor(resource, resource.Anchors, fragment, pointer);
            }

            return;
        }

        if (schema.TryGetProperty("$anchor", out var anchor) && anchor.ValueKind == JsonValueKind.String)
        {
            AddAnchor(resource, resource.Anchors, anchor.GetString()!, pointer);
        }

        if (dialect.Draft == JsonSchemaDraft.Draft202012 && schema.TryGetProperty("$dynamicAnchor", out anchor) && anchor.ValueKind == JsonValueKind.String)
        {
            AddAnchor(resource, resource.Anchors, anchor.GetString()!, pointer);
            resource.DynamicAnchors[anchor.GetString()!] = pointer;
        }

        if (dialect.Draft == JsonSchemaDraft.Draft201909 && pointer == resource.Pointer && schema.TryGetProperty("$recursiveAnchor", out anchor) && anchor.ValueKind == JsonValueKind.True)
        {
            resource.DynamicAnchors[SchemaResource.RecursiveAnchor] = pointer;
        }
    }

    private static void AddAnchor(SchemaResource resource, Dictionary<string, string> anchors, string name, string pointer)
    {
        if (!anchors.TryAdd(name, pointer) && anchors[name] != pointer)
        {
            throw resource.Document.Error(pointer, "Two schemas have the same anchor.");
        }
    }

    private static string? IdOf(JsonElement schema, SchemaDialect dialect) =>
        schema.ValueKind == JsonValueKind.Object
        && schema.TryGetProperty(dialect.IdKeyword, out var id) && id.ValueKind == JsonValueKind.String
        && !(dialect.RefStandsAlone && schema.TryGetProperty("$ref", out _))
            ? id.GetString()
            : null;

    /// <exception cref="JsonSchemaException">The schema names a metaschema that is not known.</exception>
    private SchemaDialect DialectOf(SchemaDocument document, string pointer, JsonElement schema, SchemaDialect inherited)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("$schema", out var value) || value.ValueKind != JsonValueKind.String)
        {
            return inherited;
        }

        var uri = UriReference.SplitFragment(value.GetString()!).Uri;
        if (SchemaDialect.Find(uri) is { } known)
        {
            return known;
        }

        if (uri is LatestDraft)
        {
            return new SchemaDialect(_options.DefaultDraft);
        }

        if (_dialects.TryGetValue(uri, out var dialect))
        {
            return dialect;
        }

        // Until it is known: a metaschema may be its own.
        _dialects[uri] = inherited;
        var meta = Find(uri) ?? throw document.Error(pointer + "/$schema", "The metaschema is not known: register its document.");
        if (!meta.Root.TryGetProperty("$vocabulary", out var vocabulary) || vocabulary.ValueKind != JsonValueKind.Object)
        {
            return _dialects[uri] = meta.Dialect;
        }

        dialect = new SchemaDialect(meta.Dialect.Draft).With(vocabulary.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.ValueKind == JsonValueKind.True), out var unknown);
        return unknown is null ? _dialects[uri] = dialect : throw document.Error(pointer + "/$schema", "The metaschema requires a vocabulary that is not known.");
    }
}
