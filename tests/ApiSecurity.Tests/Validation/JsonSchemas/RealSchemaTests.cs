using System.Text;
using System.Text.Json;
using ApiSecurity.Validation;

namespace ApiSecurity.Tests.Validation.JsonSchemas;

/// <summary>Schemas of SchemaStore, with documents that must pass and documents that must not.</summary>
public sealed class RealSchemaTests
{
    private static readonly string Folder = Repository.PathOf("..", "shared", "data", "real-schemas");

    /// <summary>They refer to documents beside them that are not there.</summary>
    private static readonly string[] Incomplete =
        ["azure-deviceupdate-import-manifest-4.0", "azure-deviceupdate-update-manifest-4", "foundryvtt-system-manifest", "minecraft-texture-mcmeta"];

    public static TheoryData<string> Schemas => [.. Directory.EnumerateDirectories(Folder).Select(folder => Path.GetFileName(folder)!).Except(Incomplete).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Schemas))]
    public void All_documents_are_judged_right(string name)
    {
        var schema = JsonSchema.CompileFile(Path.Combine(Folder, name, "schema.json"), new JsonSchemaOptions { ValidateFormats = true });

        var wrong = new List<string>();
        foreach (var line in File.ReadLines(Path.Combine(Folder, name, "documents.jsonl")).Where(line => line.Length > 0))
        {
            using var entry = JsonDocument.Parse(line);
            var result = schema.Validate(Encoding.UTF8.GetBytes(entry.RootElement.GetProperty("document").GetRawText()));
            if (result.IsValid != entry.RootElement.GetProperty("valid").GetBoolean())
            {
                wrong.Add($"{entry.RootElement.GetProperty("file")}: {(result.IsValid ? "accepted" : result.Errors[0].SchemaLocation)}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void A_document_that_is_not_registered_stops_the_schema()
    {
        Assert.All(Incomplete, name =>
        {
            var path = Path.Combine(Folder, name, "schema.json");
            var exception = Assert.Throws<JsonSchemaException>(() => JsonSchema.CompileFile(path));

            Assert.Equal(path, exception.Document);
            Assert.EndsWith("/$ref", exception.Pointer, StringComparison.Ordinal);
            Assert.Contains("not registered", exception.Reason, StringComparison.Ordinal);
        });
    }
}
