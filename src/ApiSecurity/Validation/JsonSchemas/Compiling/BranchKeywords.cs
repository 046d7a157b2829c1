namespace ApiSecurity.Validation;

/// <summary>Keywords that ask other schemas about the same value.</summary>
internal static class BranchKeywords
{
    public static void Compile(SchemaSource source, SchemaCompiler compiler, List<SchemaPart> parts)
    {
        if (source.Draft == JsonSchemaDraft.Draft202012 && source.TryGet("$dynamicRef", out _))
        {
            parts.Add(DynamicReference(source, compiler, "$dynamicRef"));
        }

        if (source.Draft == JsonSchemaDraft.Draft201909 && source.TryGet("$recursiveRef", out _))
        {
            parts.Add(DynamicReference(source, compiler, "$recursiveRef"));
        }

        if (!source.Dialect.HasApplicators)
        {
            return;
        }

        if (ArrayKeywords.List(source, compiler, "allOf", isInPlace: true) is { Length: > 0 } all)
        {
            parts.Add(new AllOfPart(all));
        }

        if (ArrayKeywords.List(source, compiler, "anyOf", isInPlace: true) is { Length: > 0 } any)
        {
            parts.Add(new AnyOfPart(any));
        }

        if (ArrayKeywords.List(source, compiler, "oneOf", isInPlace: true) is { Length: > 0 } one)
        {
            parts.Add(new OneOfPart(one));
        }

        if (source.TryGet("not", out var not))
        {
            parts.Add(new NotPart(compiler.Inner(source, "/not", not, isInPlace: true)));
        }

        if (source.Draft >= JsonSchemaDraft.Draft7 && source.TryGet("if", out var condition))
        {
            parts.Add(new ConditionPart(
                compiler.Inner(source, "/if", condition, isInPlace: true), Branch(source, compiler, "then"), Branch(source, compiler, "else")));
        }
    }

    private static SchemaEdge? Branch(SchemaSource source, SchemaCompiler compiler, string keyword) =>
        source.TryGet(keyword, out var schema) ? compiler.Inner(source, "/" + keyword, schema, isInPlace: true) : null;

    private static SchemaPart DynamicReference(SchemaSource source, SchemaCompiler compiler, string keyword)
    {
        var edge = compiler.Reference(source, keyword, out var resource, out var pointer);
        var name = keyword == "$recursiveRef"
            ? SchemaResource.RecursiveAnchor
            : UriReference.SplitFragment(source.Element.GetProperty(keyword).GetString()!).Fragment;

        // Only if what it means at first is a dynamic anchor itself, the way to it counts (2020-12 core, section 8.2.3.2).
        if (!resource.DynamicAnchors.TryGetValue(name, out var anchored) || anchored != pointer)
        {
            return new ReferencePart(edge);
        }

        compiler.AddDynamicName(name);
        return new DynamicReferencePart(edge, name);
    }
}
