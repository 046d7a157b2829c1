using System.Diagnostics;
using System.Text;
using ApiSecurity.Validation;

namespace ApiSecurity.Tests.Validation.JsonSchemas;

/// <summary>Schemas and documents that mean harm: each ends soon, with an answer.</summary>
public sealed class HostileTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}""")]
    [InlineData("""{"allOf":[{"anyOf":[{"not":{"$ref":"#"}}]}]}""")]
    [InlineData("""{"if":{"$ref":"#"}}""")]
    public void A_schema_that_leads_back_to_itself_does_not_load(string schema)
    {
        Assert.Contains("never end", Assert.Throws<JsonSchemaException>(() => JsonSchema.Compile(schema)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_chain_of_references_needs_no_stack()
    {
        const int Length = 20_000;
        var links = string.Join(',', Enumerable.Range(0, Length).Select(index => $"\"{index}\":{{\"$ref\":\"#/$defs/{index + 1}\"}}"));
        var schema = JsonSchema.Compile("{\"$ref\":\"#/$defs/0\",\"$defs\":{" + links + ",\"" + Length + "\":{\"type\":\"object\"}}}");

        Assert.True(schema.Validate("{}"u8).IsValid);
        Assert.False(schema.Validate("[]"u8).IsValid);
    }

    [Fact]
    public void Branches_that_meet_again_do_not_double_the_work_at_each_level()
    {
        var schema = JsonSchema.Compile("""
            {"$ref":"#/$defs/n","$defs":{"n":{"anyOf":[
              {"properties":{"a":{"$ref":"#/$defs/n"}},"required":["x"]},
              {"properties":{"a":{"$ref":"#/$defs/n"}},"required":["y"]},
              {"properties":{"a":{"$ref":"#/$defs/n"}},"maxProperties":1}]}}}
            """);
        var document = Nested("{\"a\":", "1", "}", 60);

        Assert.True(InTime(() => schema.Validate(document)).IsValid);
    }

    [Fact]
    public void Branches_that_depend_on_the_way_are_given_up()
    {
        var schema = JsonSchema.Compile("""
            {"$dynamicAnchor":"n","anyOf":[
              {"properties":{"a":{"$dynamicRef":"#n"}},"required":["x"]},
              {"properties":{"a":{"$dynamicRef":"#n"}},"required":["y"]},
              {"properties":{"a":{"$dynamicRef":"#n"}},"required":["z"]}]}
            """);

        var result = InTime(() => schema.Validate(Nested("{\"a\":", "1", "}", 60)));

        Assert.Equal(JsonSchemaErrorKind.TooComplex, Assert.Single(result.Errors).Kind);
    }

    [Fact]
    public void A_document_that_is_too_deep_is_refused()
    {
        var schema = JsonSchema.Compile("true");

        Assert.True(schema.Validate(Nested("[", "", "]", 64)).IsValid);
        Assert.Equal(JsonSchemaErrorKind.TooDeep, Assert.Single(schema.Validate(Nested("[", "", "]", 65)).Errors).Kind);
        Assert.Equal(JsonSchemaErrorKind.TooDeep, Assert.Single(InTime(() => schema.Validate(Nested("[", "", "", 1_000_000))).Errors).Kind);
    }

    [Fact]
    public void A_document_as_deep_as_is_allowed_ends_without_using_up_the_stack()
    {
        var schema = JsonSchema.Compile("""{"items":{"$ref":"#"},"type":"array"}""", new JsonSchemaOptions { MaxDepth = 100_000 });

        Assert.True(InTime(() => schema.Validate(Nested("[", "", "]", 1000))).IsValid);
        var deep = InTime(() => schema.Validate(Nested("[", "", "]", 100_000)));
        Assert.True(deep.IsValid || deep.Errors[0].Kind == JsonSchemaErrorKind.TooComplex);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    public void Values_that_are_deep_are_compared_without_using_up_the_stack(int items)
    {
        var schema = JsonSchema.Compile("""{"uniqueItems":true}""", new JsonSchemaOptions { MaxDepth = 100_000 });
        var deep = Encoding.UTF8.GetString(Nested("[", "", "]", 90_000));

        Assert.False(InTime(() => schema.Validate(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(deep, items))}]"))).IsValid);
    }

    [Theory]
    [InlineData("^((a{1,1000}){1,1000}){1,1000}$")]
    [InlineData("^\\\\p{L}{1,5000}$")]
    [InlineData("(.*a){25}b")]
    public void A_pattern_that_is_large_ends_soon(string pattern)
    {
        var document = Encoding.UTF8.GetBytes($"\"{new string('a', 10_000)}!\"");

        InTime(() =>
        {
            try
            {
                return JsonSchema.Compile($$"""{"pattern":"{{pattern}}"}""").Validate(document);
            }
            catch (JsonSchemaException exception)
            {
                Assert.Equal("/pattern", exception.Pointer);
                return JsonSchema.Compile("true").Validate("1"u8);
            }
        });
    }

    [Fact]
    public void A_schema_that_is_too_deep_does_not_load()
    {
        Assert.Throws<JsonSchemaException>(() => JsonSchema.Compile(Nested("{\"not\":", "true", "}", 5000)));
    }

    [Fact]
    public void Unique_items_take_a_time_that_grows_with_their_number()
    {
        var schema = JsonSchema.Compile("""{"uniqueItems":true}""");
        var numbers = string.Join(',', Enumerable.Range(0, 100_000));
        var objects = string.Join(',', Enumerable.Range(0, 50_000).Select(index => $"{{\"a\":{index},\"b\":[{index}.0]}}"));

        Assert.True(InTime(() => schema.Validate(Encoding.UTF8.GetBytes($"[{numbers}]"))).IsValid);
        Assert.False(InTime(() => schema.Validate(Encoding.UTF8.GetBytes($"[{numbers},7e0]"))).IsValid);
        Assert.True(InTime(() => schema.Validate(Encoding.UTF8.GetBytes($"[{objects}]"))).IsValid);
        Assert.False(InTime(() => schema.Validate(Encoding.UTF8.GetBytes($"[{objects},{{\"b\":[0.7e1],\"a\":7}}]"))).IsValid);
    }

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("^(a|a)*$")]
    [InlineData("(x+x+)+y")]
    public void A_pattern_that_would_be_catastrophic_is_matched_in_linear_time(string pattern)
    {
        var schema = JsonSchema.Compile($$"""{"pattern":"{{pattern}}"}""", new JsonSchemaOptions { AllowBacktracking = false });

        Assert.False(InTime(() => schema.Validate(Encoding.UTF8.GetBytes($"\"{new string('a', 100_000)}{new string('x', 1000)}!\""))).IsValid);
    }

    [Fact]
    public void A_pattern_that_must_backtrack_has_a_bound_or_does_not_load()
    {
        const string Schema = """{"items":{"pattern":"^(?=a)(a|aa)+$"}}""";
        var document = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat($"\"{new string('a', 40)}!\"", 50))}]");

        Assert.Equal(JsonSchemaErrorKind.TooComplex, Assert.Single(InTime(() => JsonSchema.Compile(Schema).Validate(document)).Errors).Kind);
        var exception = Assert.Throws<JsonSchemaException>(() => JsonSchema.Compile(Schema, new JsonSchemaOptions { AllowBacktracking = false }));
        Assert.Equal(("/items/pattern", true), (exception.Pointer, exception.Reason.Contains("linear time", StringComparison.Ordinal)));
    }

    [Fact]
    public void Numbers_are_exact_whatever_their_size()
    {
        Assert.True(Holds("""{"multipleOf":0.01}""", "0.07") && Holds("""{"multipleOf":0.01}""", "1e400") && !Holds("""{"multipleOf":0.01}""", "0.075"));
        Assert.True(Holds("""{"maximum":18446744073709551616.5}""", "18446744073709551616.5") && !Holds("""{"maximum":18446744073709551616.5}""", "18446744073709551616.50000000000000000001"));
        Assert.True(Holds("""{"const":1e400}""", "10e399") && !Holds("""{"const":1e400}""", "1.0000000001e400"));
        Assert.True(Holds("""{"multipleOf":7}""", "7e999999999") && !Holds("""{"multipleOf":7}""", "1e999999999"));
        Assert.True(InTime(() => JsonSchema.Compile("""{"multipleOf":123456789012345678901234567890}""").Validate(Encoding.UTF8.GetBytes("1" + new string('0', 200_000)))).Errors.Count == 1);
    }

    private static bool Holds(string schema, string document) => JsonSchema.Compile(schema).Validate(Encoding.UTF8.GetBytes(document)).IsValid;

    private static byte[] Nested(string open, string inner, string close, int depth) =>
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(open, depth)) + inner + string.Concat(Enumerable.Repeat(close, depth)));

    private static JsonSchemaResult InTime(Func<JsonSchemaResult> validate)
    {
        var started = Stopwatch.GetTimestamp();
        var result = validate();
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Soon);
        return result;
    }
}
