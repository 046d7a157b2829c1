using System.Collections.Concurrent;
using System.Text;

namespace ApiSecurity.Validation;

/// <summary>Holds schemas against the metaschemas of their drafts.</summary>
internal static class SchemaCheck
{
    private const int MostDepth = 1024;

    private static readonly ConcurrentDictionary<JsonSchemaDraft, JsonSchema> Metas = new();

    /// <exception cref="JsonSchemaException">It is no schema of its draft.</exception>
    public static void ThrowIfBroken(SchemaDocument document)
    {
        var dialect = document.Resources[string.Empty].Dialect;
        if (document.Resources.Values.Any(resource => resource.Dialect.Draft != dialect.Draft) || MetaSchemas.Find(document.Name) is not null)
        {
            return;
        }

        var meta = Metas.GetOrAdd(dialect.Draft, CompileMeta);
        var result = meta.Validate(Encoding.UTF8.GetBytes(document.Root.GetRawText()));
        if (!result.IsValid)
        {
            var error = result.Errors[0];
            throw document.Error(error.InstancePointer, $"It is no schema of its draft: {error.Message}");
        }
    }

    private static JsonSchema CompileMeta(JsonSchemaDraft draft) =>
        JsonSchema.CompileMeta(MetaSchemas.Find(SchemaDialect.UriOf(draft))!.Value, new JsonSchemaOptions { MaxDepth = MostDepth });
}
