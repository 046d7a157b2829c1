using System.Text;
using System.Text.Json;
using ApiSecurity.Validation;

namespace ApiSecurity.Benchmarks.Micro;

/// <summary>A schema and its documents: by our engine, by a bare pass of the framework's reader, by NJsonSchema.</summary>
internal sealed class SchemaCase
{
    private readonly JsonSchema _schema;
    private readonly byte[][] _documents;
    private readonly string[] _texts;
    private NJsonSchema.JsonSchema? _peer;

    /// <summary>How many operations one pass counts for: a document of 1 MB for a thousand of 1 kB.</summary>
    private readonly int _step;

    private SchemaCase(string schema, byte[][] documents, int step = 1)
    {
        _step = step;
        _schema = JsonSchema.Compile(schema, new JsonSchemaOptions { ValidateFormats = true });
        _documents = documents;
        _texts = [.. documents.Select(Encoding.UTF8.GetString)];
        if (documents.FirstOrDefault(document => !_schema.Validate(document).IsValid) is { } invalid)
        {
            throw new InvalidOperationException($"A document is not valid: {_schema.Validate(invalid).Errors[0].SchemaLocation}");
        }
    }

    /// <summary>An order of about 1 kB.</summary>
    public static SchemaCase Order() => new(OrderSchema, [OrderOf(lines: 6)]);

    /// <summary>The same with so many lines that it has about 1 MB; its figures are for 1 kB of it.</summary>
    public static SchemaCase LargeOrder() => new(OrderSchema, [OrderOf(lines: 8_000)], step: 1_000);

    /// <summary>The schemas of SchemaStore that have documents which are valid.</summary>
    public static IEnumerable<SchemaCase> Real()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(FindData(), "real-schemas")).Order(StringComparer.Ordinal))
        {
            byte[][] documents = [.. File.ReadLines(Path.Combine(folder, "documents.jsonl")).Where(line => line.Length > 0).Select(ValidDocument).OfType<byte[]>()];
            SchemaCase? one = null;
            try
            {
                one = documents.Length == 0 ? null : new SchemaCase(File.ReadAllText(Path.Combine(folder, "schema.json")), documents);
            }
            catch (JsonSchemaException)
            {
                // It refers to documents that are not there.
            }

            if (one is not null)
            {
                yield return one;
            }
        }
    }

    public async Task<SchemaCase> WithPeerAsync()
    {
        _peer = await NJsonSchema.JsonSchema.FromJsonAsync(OrderSchema);
        return this;
    }

    public void Ours(int count)
    {
        for (var index = 0; index < count; index += _step)
        {
            foreach (var document in _documents)
            {
                _schema.Validate(document);
            }
        }
    }

    public void Bare(int count)
    {
        for (var index = 0; index < count; index += _step)
        {
            foreach (var document in _documents)
            {
                var reader = new Utf8JsonReader(document);
                while (reader.Read())
                {
                }
            }
        }
    }

    public void Peer(int count)
    {
        for (var index = 0; index < count; index += _step)
        {
            foreach (var text in _texts)
            {
                _peer!.Validate(text);
            }
        }
    }

    private static byte[]? ValidDocument(string line)
    {
        using var entry = JsonDocument.Parse(line);
        return entry.RootElement.GetProperty("valid").GetBoolean() ? Encoding.UTF8.GetBytes(entry.RootElement.GetProperty("document").GetRawText()) : null;
    }

    private static byte[] OrderOf(int lines)
    {
        var items = Enumerable.Range(0, lines).Select(index =>
            $$"""{"sku":"SKU-{{index % 1000:000}}","name":"Oak table, {{index}} cm","quantity":{{(index % 9) + 1}},"price":{{index % 500}}.25,"tags":["wood","new"],"gift":false}""");
        return Encoding.UTF8.GetBytes($$"""
            {"id":"0191d6f0-7c1e-7a3b-9f00-0123456789ab","customer":{"name":"Alice Example","email":"alice@example.org"},"placedAt":"2026-01-02T03:04:05Z","currency":"EUR",
            "address":{"street":"Main street 1","code":"10115","city":"Berlin"},"note":"ring twice","lines":[{{string.Join(',', items)}}],"total":1234.56}
            """);
    }

    private static string FindData()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ApiSecurity.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "..", "shared", "data");
    }

    private const string OrderSchema = """
        {"$schema":"http://json-schema.org/draft-07/schema#","type":"object","required":["id","customer","placedAt","lines","total"],"additionalProperties":false,
         "properties":{
           "id":{"type":"string","format":"uuid"},
           "customer":{"type":"object","required":["name","email"],"additionalProperties":false,
             "properties":{"name":{"type":"string","minLength":1,"maxLength":80},"email":{"type":"string","format":"email"}}},
           "placedAt":{"type":"string","format":"date-time"},
           "currency":{"enum":["EUR","USD","GBP"]},
           "address":{"type":"object","required":["street","code","city"],"additionalProperties":false,
             "properties":{"street":{"type":"string","maxLength":80},"code":{"type":"string","pattern":"^[0-9]{5}$"},"city":{"type":"string","maxLength":80}}},
           "note":{"type":"string","maxLength":200},
           "lines":{"type":"array","minItems":1,"items":{"$ref":"#/definitions/line"}},
           "total":{"type":"number","minimum":0,"multipleOf":0.01}},
         "definitions":{"line":{"type":"object","required":["sku","quantity","price"],"additionalProperties":false,
           "properties":{"sku":{"type":"string","pattern":"^SKU-[0-9]{3}$"},"name":{"type":"string","maxLength":80},"quantity":{"type":"integer","minimum":1,"maximum":1000},
             "price":{"type":"number","minimum":0},"tags":{"type":"array","items":{"type":"string"},"uniqueItems":true},"gift":{"type":"boolean"}}}}}
        """;
}
