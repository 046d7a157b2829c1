using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>Compiles a schema and all that it refers to: each place once, one after the other, so that neither cycles nor long chains matter.</summary>
internal sealed class SchemaCompiler
{
    private const int MostNodes = 500_000;

    private readonly SchemaRegistry _registry;
    private readonly Dictionary<(SchemaDocument Document, string Pointer), SchemaNode> _nodes = [];
    private readonly Queue<SchemaSource> _queue = [];
    private readonly HashSet<string> _dynamicNames = new(StringComparer.Ordinal);
    private readonly HashSet<SchemaResource> _resources = [];
    private readonly HashSet<SchemaDocument> _checked = [];
    private readonly SchemaCycles _cycles = new();
    private readonly bool _checksSchemas;

    private SchemaCompiler(JsonSchemaOptions options, bool checksSchemas)
    {
        Options = options;
        _registry = new SchemaRegistry(options);
        _checksSchemas = checksSchemas;
    }

    public JsonSchemaOptions Options { get; }

    public NameTable Names { get; } = new();

    /// <param name="root">The schema.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="checksSchemas">Whether it is held against its metaschema; not for those themselves.</param>
    public static SchemaProgram Compile(JsonElement root, string name, JsonSchemaOptions options, bool checksSchemas = true)
    {
        var compiler = new SchemaCompiler(options, checksSchemas);
        var resource = compiler._registry.Add(string.Empty, name, root);
        var node = compiler.NodeAt(resource, string.Empty, root);
        do
        {
            compiler.Drain();
        }
        while (compiler.AddDynamicAnchors());

        compiler._cycles.ThrowIfAny();
        compiler.Names.Complete();
        foreach (var compiled in compiler._nodes.Values.Reverse())
        {
            compiled.Shorten();
        }

        foreach (var compiled in compiler._nodes.Values)
        {
            (compiled.Objects as ObjectPart)?.Members.Complete();
        }

        return new SchemaProgram(node, compiler.Names, compiler._dynamicNames.Count > 0);
    }

    /// <summary>A schema within another one.</summary>
    /// <param name="source">The outer schema.</param>
    /// <param name="path">The way to the inner one.</param>
    /// <param name="element">The inner one.</param>
    /// <param name="isInPlace">Whether it speaks of the same value.</param>
    public SchemaEdge Inner(SchemaSource source, string path, JsonElement element, bool isInPlace = false)
    {
        var pointer = source.Pointer + path;
        var node = NodeAt(source.Document.Resources.GetValueOrDefault(pointer, source.Resource), pointer, element);
        if (isInPlace)
        {
            _cycles.Add(source, node);
        }

        return new SchemaEdge(node, path);
    }

    /// <summary>A schema that another one refers to.</summary>
    public SchemaEdge Reference(SchemaSource source, string keyword, out SchemaResource resource, out string pointer)
    {
        source.TryGet(keyword, JsonValueKind.String, out var value);
        var (uri, fragment) = UriReference.SplitFragment(UriReference.Resolve(source.Resource.Uri, value.GetString()!));
        resource = (uri == source.Resource.Uri ? source.Resource : _registry.Find(uri))
            ?? throw source.Error(keyword, "It refers to a document that is not registered. Nothing is fetched.");
        fragment = Uri.UnescapeDataString(fragment);
        pointer = resource.Pointer;
        var element = resource.Root;
        if (fragment.Length > 0 && fragment[0] != '/')
        {
            pointer = resource.Anchors.TryGetValue(fragment, out var anchored) ? anchored : throw source.Error(keyword, "It refers to an anchor that is not there.");
            fragment = pointer[resource.Pointer.Length..];
        }

        if (!TryWalk(fragment, ref resource, ref pointer, ref element))
        {
            throw source.Error(keyword, "It refers to a place that is not there.");
        }

        var node = NodeAt(resource, pointer, element);
        node.IsShared = true;
        _cycles.Add(source, node);
        return new SchemaEdge(node, "/" + keyword);
    }

    public void AddDynamicName(string name) => _dynamicNames.Add(name);

    private static bool TryWalk(string fragment, ref SchemaResource resource, ref string pointer, ref JsonElement element)
    {
        pointer = resource.Pointer;
        foreach (var part in fragment.Split('/').Skip(1))
        {
            var name = JsonPointer.Unescape(part);
            if (!JsonPointer.TryStep(element, name, out element))
            {
                return false;
            }

            pointer += "/" + JsonPointer.Escape(name);
            resource = resource.Document.Resources.GetValueOrDefault(pointer, resource);
        }

        return true;
    }

    private SchemaNode NodeAt(SchemaResource resource, string pointer, JsonElement element)
    {
        if (_nodes.TryGetValue((resource.Document, pointer), out var node))
        {
            return node;
        }

        if (element.ValueKind is not (JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False))
        {
            throw resource.Document.Error(pointer, "It must be a schema: an object, or true or false.");
        }

        if (_nodes.Count == MostNodes)
        {
            throw resource.Document.Error(pointer, "There are too many schemas.");
        }

        node = new SchemaNode(_nodes.Count, $"{resource.Uri}#{pointer[resource.Pointer.Length..]}", resource.Scope);
        _nodes.Add((resource.Document, pointer), node);
        _resources.Add(resource);
        _queue.Enqueue(new SchemaSource(node, resource, pointer, element));
        return node;
    }

    private void Drain()
    {
        while (_queue.TryDequeue(out var source))
        {
            if (_checksSchemas && _checked.Add(source.Document))
            {
                SchemaCheck.ThrowIfBroken(source.Document);
            }

            SchemaKeywords.Compile(source, this);
            source.Node.Complete();
        }
    }

    /// <summary>What dynamic references may find is known only when all resources are.</summary>
    private bool AddDynamicAnchors()
    {
        foreach (var resource in _resources.ToArray())
        {
            foreach (var (name, pointer) in resource.DynamicAnchors)
            {
                if (!_dynamicNames.Contains(name) || resource.Scope.Anchors.ContainsKey(name))
                {
                    continue;
                }

                var (target, place, element) = (resource, resource.Pointer, resource.Root);
                TryWalk(pointer[resource.Pointer.Length..], ref target, ref place, ref element);
                resource.Scope.Anchors[name] = NodeAt(target, place, element);
            }
        }

        return _queue.Count > 0;
    }
}
