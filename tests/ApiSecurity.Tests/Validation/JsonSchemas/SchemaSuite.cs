using System.Text.Json;
using ApiSecurity.Validation;

namespace ApiSecurity.Tests.Validation.JsonSchemas;

/// <summary>The JSON-Schema-Test-Suite: its cases, and the documents that stand for http://localhost:1234.</summary>
internal static class SchemaSuite
{
    private static readonly string Root = Repository.PathOf("..", "shared", "data", "json-schema-test-suite");

    public static readonly IReadOnlyDictionary<string, JsonSchemaDraft> Drafts = new Dictionary<string, JsonSchemaDraft>
    {
        ["draft4"] = JsonSchemaDraft.Draft4,
        ["draft6"] = JsonSchemaDraft.Draft6,
        ["draft7"] = JsonSchemaDraft.Draft7,
        ["draft2019-09"] = JsonSchemaDraft.Draft201909,
        ["draft2020-12"] = JsonSchemaDraft.Draft202012,
    };

    private static readonly Lazy<IReadOnlyDictionary<string, string>> Remotes = new(() =>
        Directory.EnumerateFiles(Path.Combine(Root, "remotes"), "*.json", SearchOption.AllDirectories)
            .ToDictionary(file => "http://localhost:1234/" + Path.GetRelativePath(Path.Combine(Root, "remotes"), file).Replace('\\', '/'), File.ReadAllText));

    /// <summary>What a draft has under a folder: its files' names and cases.</summary>
    /// <param name="draft">The draft's folder.</param>
    /// <param name="folder">Empty for what is required, <c>optional</c>, or <c>optional/format</c>.</param>
    public static IEnumerable<(string Name, string Schema, string Data, bool IsValid)> Cases(string draft, string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, "tests", draft, folder), "*.json").Order(StringComparer.Ordinal))
        {
            using var groups = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var group in groups.RootElement.EnumerateArray())
            {
                foreach (var test in group.GetProperty("tests").EnumerateArray())
                {
                    yield return (
                        $"{Path.GetFileName(file)}: {group.GetProperty("description").GetString()}: {test.GetProperty("description").GetString()}",
                        group.GetProperty("schema").GetRawText(), test.GetProperty("data").GetRawText(), test.GetProperty("valid").GetBoolean());
                }
            }
        }
    }

    public static JsonSchemaOptions Options(string draft, string folder)
    {
        var options = new JsonSchemaOptions
        {
            DefaultDraft = Drafts[draft],
            ValidateFormats = folder == "optional/format",
            ValidateContent = folder == "optional" && draft == "draft7",
        };
        foreach (var (uri, text) in Remotes.Value)
        {
            // Those of other drafts than the five are none that are read.
            if (!uri.Contains("/v1/", StringComparison.Ordinal) && !uri.Contains("/draft3/", StringComparison.Ordinal))
            {
                options.Documents[uri] = text;
            }
        }

        return options;
    }

    /// <summary>Asks a schema; those of a group follow each other, and are compiled once.</summary>
    public sealed class Asker(string draft, string folder)
    {
        private readonly JsonSchemaOptions _options = Options(draft, folder);
        private string? _text;
        private JsonSchema? _schema;
        private string? _reason;

        /// <returns>The answer, or the reason why the schema did not load.</returns>
        public (bool? IsValid, string? Reason) Ask(string schema, string data)
        {
            if (_text != schema)
            {
                Compile(schema);
            }

            return (_schema?.Validate(System.Text.Encoding.UTF8.GetBytes(data)).IsValid, _reason);
        }

        private void Compile(string schema)
        {
            (_text, _schema, _reason) = (schema, null, null);
            try
            {
                _schema = JsonSchema.Compile(schema, _options);
            }
            catch (JsonSchemaException exception)
            {
                _reason = exception.Message;
            }
        }
    }
}
