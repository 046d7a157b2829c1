using System.Text.Json;

namespace ApiSecurity.Validation;

internal static class TextKeywords
{
    public static TextPart? Compile(SchemaSource source, SchemaCompiler compiler)
    {
        var hasValidation = source.Dialect.HasValidation;
        var (least, most) = hasValidation ? (source.Count("minLength"), source.Count("maxLength")) : (null, null);
        var pattern = hasValidation && source.TryGet("pattern", JsonValueKind.String, out var value) ? Pattern(source, compiler, "pattern", value.GetString()!) : null;
        var format = (compiler.Options.ValidateFormats || source.Dialect.AssertsFormats) && source.TryGet("format", JsonValueKind.String, out value)
            ? TextFormats.Find(value.GetString()!, source.Draft)
            : null;
        var content = compiler.Options.ValidateContent && source.Draft >= JsonSchemaDraft.Draft7 ? Content(source) : null;
        if (least is null && most is null && pattern is null && format is null && content is null)
        {
            return null;
        }

        return new TextPart
        {
            MinLength = (int)Math.Min(least ?? 0, int.MaxValue),
            MaxLength = (int)Math.Min(most ?? int.MaxValue, int.MaxValue),
            Pattern = pattern,
            Format = format,
            Content = content,
        };
    }

    /// <exception cref="JsonSchemaException">It is no pattern, or one that may not be run.</exception>
    public static TextPattern Pattern(SchemaSource source, SchemaCompiler compiler, string keyword, string pattern)
    {
        try
        {
            return new TextPattern(pattern, compiler.Options.AllowBacktracking);
        }
        catch (FormatException exception)
        {
            throw source.Error(keyword, $"The pattern can't be used. {exception.Message}", exception);
        }
    }

    private static ContentPart? Content(SchemaSource source)
    {
        var isBase64 = source.TryGet("contentEncoding", JsonValueKind.String, out var encoding) && encoding.ValueEquals("base64");
        var isJson = source.TryGet("contentMediaType", JsonValueKind.String, out var type) && type.ValueEquals("application/json");
        return isBase64 || isJson ? new ContentPart(isBase64, isJson) : null;
    }
}
