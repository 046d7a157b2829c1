using ApiSecurity.Validation;

namespace ApiSecurity.Tests.Validation.JsonSchemas;

/// <summary>JSONTestSuite: what RFC 8259 says is JSON, and what is not.</summary>
public sealed class ParsingTests
{
    private static readonly JsonSchema Anything = JsonSchema.Compile("true", new JsonSchemaOptions { AllowDuplicateMembers = true });
    private static readonly JsonSchema Strict = JsonSchema.Compile("true");

    [Theory]
    [InlineData("y_", 95, true)]
    [InlineData("n_", 188, false)]
    public void Json_is_accepted_and_nothing_else(string prefix, int count, bool isJson)
    {
        var files = Directory.GetFiles(Repository.PathOf("..", "shared", "data", "json-parsing", "test_parsing"), prefix + "*");

        var wrong = files.Where(file => Anything.Validate(File.ReadAllBytes(file)).IsValid != isJson).Select(Path.GetFileName);

        Assert.Empty(wrong);
        Assert.Equal(count, files.Length);
    }

    [Fact]
    public void What_is_left_open_ends_without_an_exception()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("..", "shared", "data", "json-parsing", "test_parsing"), "i_*"))
        {
            Assert.NotNull(Anything.Validate(File.ReadAllBytes(file)));
        }
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""", "/a")]
    [InlineData("""[{"x":{"name":1,"n\u0061me":2}}]""", "/0/x/name")]
    [InlineData("""{"":1,"b":{"":1},"":2}""", "/")]
    public void A_member_that_is_there_twice_is_refused(string document, string pointer)
    {
        var error = Assert.Single(Strict.Validate(System.Text.Encoding.UTF8.GetBytes(document)).Errors);

        Assert.Equal((JsonSchemaErrorKind.DuplicateMember, pointer), (error.Kind, error.InstancePointer));
        Assert.True(Anything.Validate(System.Text.Encoding.UTF8.GetBytes(document)).IsValid);
    }

    [Theory]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(5000)]
    public void A_member_that_is_there_twice_among_many_is_found(int count)
    {
        var members = string.Join(',', Enumerable.Range(0, count).Select(index => $"\"m{index}\":{{\"m0\":1}}"));

        Assert.True(Strict.Validate(System.Text.Encoding.UTF8.GetBytes($"{{{members}}}")).IsValid);
        Assert.False(Strict.Validate(System.Text.Encoding.UTF8.GetBytes($"{{{members},\"m{count / 2}\":1}}")).IsValid);
    }

    [Fact]
    public void What_is_not_text_is_refused()
    {
        byte[][] documents = [[(byte)'"', 0xC3, 0x28, (byte)'"'], [(byte)'"', 0xED, 0xA0, 0x80, (byte)'"'], "\"\\uD800\""u8.ToArray(), "{\"\\uDC00\":1}"u8.ToArray(), "\"\\uD800\\u0041\""u8.ToArray()];

        Assert.All(documents, document => Assert.Equal(JsonSchemaErrorKind.Malformed, Assert.Single(Anything.Validate(document).Errors).Kind));
    }
}
