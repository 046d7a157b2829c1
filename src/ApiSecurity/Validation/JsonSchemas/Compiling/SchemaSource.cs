using System.Text;
using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>One schema as it is written, and where that is.</summary>
internal sealed record SchemaSource(SchemaNode Node, SchemaResource Resource, string Pointer, JsonElement Element)
{
    public SchemaDocument Document => Resource.Document;

    public SchemaDialect Dialect => Resource.Dialect;

    public JsonSchemaDraft Draft => Resource.Dialect.Draft;

    public bool TryGet(string keyword, out JsonElement value) => Element.TryGetProperty(keyword, out value);

    /// <exception cref="JsonSchemaException">It is there and of another kind.</exception>
    public bool TryGet(string keyword, JsonValueKind kind, out JsonElement value)
    {
        if (!Element.TryGetProperty(keyword, out value))
        {
            return false;
        }

        return value.ValueKind == kind ? true : throw Error(keyword, $"It must be of the kind {kind}.");
    }

    public bool IsTrue(string keyword) => Element.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>A number of things; what is more than there can be counts as the most there can be.</summary>
    public long? Count(string keyword)
    {
        if (!TryGet(keyword, JsonValueKind.Number, out var value))
        {
            return null;
        }

        var number = ExactNumber.Parse(Encoding.UTF8.GetBytes(value.GetRawText()));
        if (number.IsNegative || !number.IsWhole)
        {
            throw Error(keyword, "It must be a whole number, not less than 0.");
        }

        return number.Magnitude > 15 ? long.MaxValue - 1 : (long)value.GetDecimal();
    }

    /// <summary>The number as it is written.</summary>
    public byte[]? Number(string keyword) => TryGet(keyword, JsonValueKind.Number, out var value) ? Encoding.UTF8.GetBytes(value.GetRawText()) : null;

    /// <summary>Names in a list.</summary>
    public IEnumerable<string> Names(JsonElement list, string keyword) => list.ValueKind != JsonValueKind.Array
        ? throw Error(keyword, "It must be an array of names.")
        : list.EnumerateArray().Select(name => name.ValueKind == JsonValueKind.String ? name.GetString()! : throw Error(keyword, "It must be an array of names."));

    public JsonSchemaException Error(string keyword, string reason, Exception? inner = null) => Document.Error($"{Pointer}/{JsonPointer.Escape(keyword)}", reason, inner);
}
