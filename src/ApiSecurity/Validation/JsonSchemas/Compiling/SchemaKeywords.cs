using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>Compiles the keywords of one schema.</summary>
internal static class SchemaKeywords
{
    public static void Compile(SchemaSource source, SchemaCompiler compiler)
    {
        var node = source.Node;
        if (source.Element.ValueKind != JsonValueKind.Object)
        {
            node.IsNever = source.Element.ValueKind == JsonValueKind.False;
            node.Types = node.IsNever ? JsonTypes.None : JsonTypes.All;
            return;
        }

        var others = new List<SchemaPart>();
        if (source.TryGet("$ref", out var reference) && (source.Dialect.RefStandsAlone || reference.ValueKind == JsonValueKind.String))
        {
            others.Add(new ReferencePart(compiler.Reference(source, "$ref", out _, out _)));
        }

        if (source.Dialect.RefStandsAlone && others.Count > 0)
        {
            node.Others = [.. others];
            return;
        }

        if (source.Dialect.HasValidation)
        {
            node.Types = TypesOf(source);
            AddValues(source, others);
            node.Numbers = NumberKeywords.Compile(source);
        }

        node.Texts = TextKeywords.Compile(source, compiler);
        node.Arrays = ArrayKeywords.Compile(source, compiler);
        node.Objects = ObjectKeywords.Compile(source, compiler);
        BranchKeywords.Compile(source, compiler, others);
        node.Others = [.. others];
        if (source.Dialect.HasUnevaluated && source.Draft >= JsonSchemaDraft.Draft201909)
        {
            node.UnevaluatedItems = Unevaluated(source, compiler, "unevaluatedItems");
            node.UnevaluatedMembers = Unevaluated(source, compiler, "unevaluatedProperties");
        }
    }

    private static UnevaluatedPart? Unevaluated(SchemaSource source, SchemaCompiler compiler, string keyword) =>
        source.TryGet(keyword, out var schema) ? new UnevaluatedPart(compiler.Inner(source, "/" + keyword, schema)) : null;

    private static void AddValues(SchemaSource source, List<SchemaPart> parts)
    {
        if (source.TryGet("enum", JsonValueKind.Array, out var values))
        {
            parts.Add(new ValuesPart(new ValueSet(values.EnumerateArray()), "enum"));
        }

        if (source.Draft >= JsonSchemaDraft.Draft6 && source.TryGet("const", out var value))
        {
            parts.Add(new ValuesPart(new ValueSet([value]), "const"));
        }
    }

    private static JsonTypes TypesOf(SchemaSource source)
    {
        if (!source.TryGet("type", out var value))
        {
            return JsonTypes.All;
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => TypeOf(source, value.GetString()!),
            JsonValueKind.Array => source.Names(value, "type").Aggregate(JsonTypes.None, (types, name) => types | TypeOf(source, name)),
            _ => throw source.Error("type", "It must be the name of a type, or an array of names."),
        };
    }

    private static JsonTypes TypeOf(SchemaSource source, string name) => name switch
    {
        "null" => JsonTypes.Null,
        "boolean" => JsonTypes.Boolean,
        "number" => JsonTypes.Number,
        "integer" => source.Draft == JsonSchemaDraft.Draft4 ? JsonTypes.WrittenWhole : JsonTypes.Whole,
        "string" => JsonTypes.Text,
        "array" => JsonTypes.Array,
        "object" => JsonTypes.Object,
        _ => throw source.Error("type", "There is no such type."),
    };
}
