using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>The metaschemas of the drafts, which are resources of the assembly.</summary>
internal static class MetaSchemas
{
    private const string Prefix = "ApiSecurity.MetaSchemas.";

    private static readonly Lazy<Dictionary<string, JsonElement>> All = new(Read);

    public static JsonElement? Find(string uri) => uri.Contains("://json-schema.org/", StringComparison.Ordinal) && All.Value.TryGetValue(SchemaDialect.Canonical(uri), out var schema) ? schema : null;

    private static Dictionary<string, JsonElement> Read()
    {
        var all = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var assembly = typeof(MetaSchemas).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var document = JsonDocument.Parse(stream);
            var root = document.RootElement.Clone();
            var id = root.TryGetProperty("$id", out var value) ? value : root.GetProperty("id");
            all[UriReference.SplitFragment(id.GetString()!).Uri] = root;
        }

        return all;
    }
}
