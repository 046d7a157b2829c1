using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using ApiSecurity.Validation;

namespace ApiSecurity.Tests.Validation.JsonSchemas;

/// <summary>What is told of a failure, and how a document can come in.</summary>
public sealed class ResultTests
{
    private const string Order = """
        {"$id":"https://example.org/order","type":"object","required":["id","lines"],"additionalProperties":false,
         "properties":{"id":{"type":"string"},"lines":{"type":"array","items":{"$ref":"#/$defs/line"}},"pay":{"oneOf":[{"type":"string"},{"type":"object","required":["iban"]}]}},
         "$defs":{"line":{"type":"object","properties":{"quantity":{"type":"integer","minimum":1}}}}}
        """;

    [Fact]
    public void The_first_error_says_where_and_what()
    {
        var error = Assert.Single(JsonSchema.Compile(Order).Validate("""{"id":"1","lines":[{},{"quantity":0}],"x":1}"""u8).Errors);

        Assert.Equal("/lines/1/quantity", error.InstancePointer);
        Assert.Equal("/properties/lines/items/$ref/properties/quantity/minimum", error.SchemaPointer);
        Assert.Equal("https://example.org/order#/$defs/line/properties/quantity/minimum", error.SchemaLocation);
        Assert.Equal(("minimum", JsonSchemaErrorKind.Schema), (error.Keyword, error.Kind));
    }

    [Fact]
    public void As_many_errors_are_told_as_are_asked_for_with_the_causes_of_branches()
    {
        var schema = JsonSchema.Compile(Order, new JsonSchemaOptions { MaxErrors = 3 });

        var errors = schema.Validate("""{"id":1,"lines":[{"quantity":"x"}],"pay":{},"x":1,"y":2}"""u8).Errors;

        Assert.Equal(["type", "type", "oneOf"], errors.Select(error => error.Keyword));
        Assert.Equal(["/pay", "/pay"], errors[2].Causes.Select(cause => cause.InstancePointer));
        Assert.Equal(["/properties/pay/oneOf/0/type", "/properties/pay/oneOf/1/required"], errors[2].Causes.Select(cause => cause.SchemaPointer));
    }

    [Fact]
    public void Output_units_are_written_for_tools()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            JsonSchema.Compile(Order, new JsonSchemaOptions { MaxErrors = 9 }).Validate("""{"id":"1","lines":[],"pay":1}"""u8).WriteTo(writer);
        }

        using var output = JsonDocument.Parse(buffer.WrittenMemory);
        var unit = Assert.Single(output.RootElement.GetProperty("errors").EnumerateArray());
        Assert.False(output.RootElement.GetProperty("valid").GetBoolean());
        Assert.Equal("/properties/pay/oneOf", unit.GetProperty("keywordLocation").GetString());
        Assert.Equal("https://example.org/order#/properties/pay/oneOf", unit.GetProperty("absoluteKeywordLocation").GetString());
        Assert.Equal("/pay", unit.GetProperty("instanceLocation").GetString());
        Assert.Equal(2, unit.GetProperty("errors").GetArrayLength());
    }

    [Fact]
    public void A_message_never_repeats_the_document()
    {
        const string Secret = "hunter2";
        string[] schemas =
        [
            """{"type":"number"}""", """{"enum":["a"]}""", """{"const":1}""", """{"pattern":"^x$"}""", """{"maxLength":1}""", """{"minLength":99}""", """{"not":{}}""",
            """{"oneOf":[true,true]}""", """{"anyOf":[false]}""", "false",
        ];

        Assert.All(schemas, schema => Assert.DoesNotContain(Secret, Assert.Single(JsonSchema.Compile(schema).Validate(Encoding.UTF8.GetBytes($"\"{Secret}\"")).Errors).Message, StringComparison.Ordinal));
        Assert.DoesNotContain(Secret, Assert.Single(JsonSchema.Compile("true").Validate(Encoding.UTF8.GetBytes(Secret)).Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"strnig"}""", "/type")]
    [InlineData("""{"properties":{"a":{"minLength":-1}}}""", "/properties/a/minLength")]
    [InlineData("""{"properties":{"a":{"pattern":"("}}}""", "/properties/a/pattern")]
    [InlineData("""{"items":{"$ref":"#/$defs/none"}}""", "/items/$ref")]
    [InlineData("""{"items":{"$ref":"https://example.org/other"}}""", "/items/$ref")]
    [InlineData("""{"$schema":"https://example.org/meta"}""", "/$schema")]
    [InlineData("""{"a":1,"a":2}""", "")]
    [InlineData("{", "")]
    public void A_broken_schema_says_where_it_is_broken(string schema, string pointer)
    {
        Assert.Equal(pointer, Assert.Throws<JsonSchemaException>(() => JsonSchema.Compile(schema)).Pointer);
    }

    [Fact]
    public async Task A_pipe_is_read_and_left_as_it_was()
    {
        var schema = JsonSchema.Compile(Order);
        var pipe = new Pipe();
        var document = """{"id":"1","lines":[{"quantity":2}]}"""u8.ToArray();
        var validation = schema.ValidateAsync(pipe.Reader, TestContext.Current.CancellationToken);
        foreach (var part in document.Chunk(10))
        {
            await pipe.Writer.WriteAsync(part, TestContext.Current.CancellationToken);
        }

        await pipe.Writer.CompleteAsync();

        Assert.True((await validation).IsValid);
        var read = await pipe.Reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(document, read.Buffer.ToArray());
    }

    [Fact]
    public async Task A_pipe_that_has_too_much_is_not_read_to_its_end()
    {
        var schema = JsonSchema.Compile("true", new JsonSchemaOptions { MaxBytes = 100 });
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(new byte[101], TestContext.Current.CancellationToken);

        var result = await schema.ValidateAsync(pipe.Reader, TestContext.Current.CancellationToken);

        Assert.Equal(JsonSchemaErrorKind.TooLarge, Assert.Single(result.Errors).Kind);
    }

    [Fact]
    public void Documents_are_found_by_the_uri_they_were_registered_under_and_by_their_own()
    {
        var options = new JsonSchemaOptions();
        options.Documents["line.json"] = """{"$id":"https://example.org/line","type":"integer"}""";

        Assert.False(JsonSchema.Compile("""{"$ref":"line.json"}""", options).Validate("\"x\""u8).IsValid);
        Assert.True(JsonSchema.Compile("""{"$ref":"https://example.org/line"}""", options).Validate("1"u8).IsValid);
    }

    [Theory]
    [InlineData("http://json-schema.org/draft-07/schema#")]
    [InlineData("https://json-schema.org/draft-07/schema")]
    [InlineData("http://json-schema.org/schema#")]
    public void A_draft_is_known_by_each_way_of_writing_its_uri(string uri)
    {
        var options = new JsonSchemaOptions { DefaultDraft = JsonSchemaDraft.Draft7 };

        Assert.False(JsonSchema.Compile($$"""{"$schema":"{{uri}}","items":[{"type":"string"}]}""", options).Validate("[1]"u8).IsValid);
        Assert.False(JsonSchema.Compile("""{"$ref":"https://json-schema.org/draft-07/schema#"}""", options).Validate("""{"type":1}"""u8).IsValid);
    }

    [Fact]
    public void An_option_out_of_its_range_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => JsonSchema.Compile("true", new JsonSchemaOptions { MaxDepth = 0 }));
    }
}
