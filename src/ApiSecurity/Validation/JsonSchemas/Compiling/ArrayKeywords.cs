using System.Text.Json;

namespace ApiSecurity.Validation;

internal static class ArrayKeywords
{
    public static ArrayPart? Compile(SchemaSource source, SchemaCompiler compiler)
    {
        var (least, most, areUnique) = source.Dialect.HasValidation
            ? (source.Count("minItems"), source.Count("maxItems"), source.IsTrue("uniqueItems"))
            : (null, null, false);
        SchemaEdge[] prefix = [];
        SchemaEdge? items = null;
        ContainsPart? contains = null;
        if (source.Dialect.HasApplicators)
        {
            (prefix, items) = source.Draft == JsonSchemaDraft.Draft202012 ? ItemsOf2020(source, compiler) : ItemsBefore2020(source, compiler);
            contains = source.Draft >= JsonSchemaDraft.Draft6 ? Contains(source, compiler) : null;
        }

        return least is null && most is null && !areUnique && prefix.Length == 0 && items is null && contains is null ? null : new ArrayPart
        {
            MinItems = least ?? 0,
            MaxItems = most ?? long.MaxValue,
            AreUnique = areUnique,
            Prefix = prefix,
            Items = items,
            Contains = contains,
        };
    }

    public static SchemaEdge[] List(SchemaSource source, SchemaCompiler compiler, string keyword, bool isInPlace = false) =>
        source.TryGet(keyword, JsonValueKind.Array, out var list)
            ? [.. list.EnumerateArray().Select((schema, index) => compiler.Inner(source, $"/{keyword}/{index}", schema, isInPlace))]
            : [];

    private static (SchemaEdge[] Prefix, SchemaEdge? Items) ItemsOf2020(SchemaSource source, SchemaCompiler compiler) =>
        (List(source, compiler, "prefixItems"), source.TryGet("items", out var items) ? compiler.Inner(source, "/items", items) : null);

    private static (SchemaEdge[] Prefix, SchemaEdge? Items) ItemsBefore2020(SchemaSource source, SchemaCompiler compiler)
    {
        if (!source.TryGet("items", out var items))
        {
            return ([], null);
        }

        return items.ValueKind == JsonValueKind.Array
            ? (List(source, compiler, "items"), source.TryGet("additionalItems", out var others) ? compiler.Inner(source, "/additionalItems", others) : null)
            : ([], compiler.Inner(source, "/items", items));
    }

    private static ContainsPart? Contains(SchemaSource source, SchemaCompiler compiler)
    {
        if (!source.TryGet("contains", out var schema))
        {
            return null;
        }

        var hasBounds = source.Draft >= JsonSchemaDraft.Draft201909 && source.Dialect.HasValidation;
        return new ContainsPart(
            compiler.Inner(source, "/contains", schema),
            (hasBounds ? source.Count("minContains") : null) ?? 1,
            (hasBounds ? source.Count("maxContains") : null) ?? long.MaxValue,
            source.Draft >= JsonSchemaDraft.Draft202012);
    }
}
