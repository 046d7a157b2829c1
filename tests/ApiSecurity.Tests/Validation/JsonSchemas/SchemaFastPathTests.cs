using System.Text;
using ApiSecurity.Validation;

namespace ApiSecurity.Tests.Validation.JsonSchemas;

/// <summary>A valid document costs no allocation, and a schema may be used by many threads at once.</summary>
public sealed class SchemaFastPathTests
{
    private static readonly JsonSchema Schema = JsonSchema.Compile(
        """
        {"type":"object","required":["id","email","lines"],"unevaluatedProperties":false,
         "properties":{"id":{"type":"string","format":"uuid"},"email":{"type":"string","format":"email"},"at":{"format":"date-time"},
           "code":{"pattern":"^[A-Z]{3}-\\d{2,4}$"},"free":{"pattern":"^(?!x)\\p{L}+$"},"total":{"type":"number","multipleOf":0.01,"minimum":0},
           "lines":{"type":"array","minItems":1,"uniqueItems":true,"items":{"$ref":"#/$defs/line"}}},
         "allOf":[{"properties":{"note":{"type":"string","maxLength":20}}}],
         "$defs":{"line":{"type":"object","required":["sku","quantity"],"properties":{"sku":{"type":"string"},"quantity":{"type":"integer","minimum":1},
           "kind":{"enum":["a","b",1,null]},"pay":{"oneOf":[{"const":"card"},{"type":"object","required":["iban"]}]}},"additionalProperties":false}}}
        """,
        new JsonSchemaOptions { ValidateFormats = true });

    private static readonly byte[] Document = Encoding.UTF8.GetBytes(
        """
        {"id":"0191d6f0-7c1e-7a3b-9f00-0123456789ab","email":"alice@example.org","at":"2026-01-02T03:04:05.678+01:00","code":"ABC-123","free":"Größe","total":12.34,
         "note":"ring \u0074wice","lines":[{"sku":"oak","quantity":1,"kind":"a","pay":"card"},{"sku":"chair","quantity":4,"kind":1,"pay":{"iban":"DE"}},{"sku":"t\u00e4ble","quantity":2,"kind":null}]}
        """);

    [Fact]
    public void A_valid_document_allocates_nothing()
    {
        Assert.True(Schema.Validate(Document).IsValid);
        Assert.Equal(0, Allocations.Of(() => Schema.Validate(Document)));
    }

    [Fact]
    public async Task Threads_do_not_disturb_each_other()
    {
        var broken = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Document).Replace("\"quantity\":4", "\"quantity\":0", StringComparison.Ordinal));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
            Enumerable.Range(0, 500).All(index => Schema.Validate(Document).IsValid && Schema.Validate(broken).Errors[0].InstancePointer == "/lines/1/quantity"))));

        Assert.All(answers, Assert.True);
    }
}
