using System.Globalization;
using System.Net;
using System.Text;

namespace ApiSecurity.Tests.Validation;

/// <summary>Bodies that were made to be misread: every one is refused with a problem, never with a 500, and never handed back.</summary>
public sealed class HostileBodyTests
{
    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();

    public static TheoryData<string, string, string> Bodies() => new()
    {
        // name, endpoint, body in Latin-1, so that any byte can be written
        { "broken and then too deep", "any", "{\"a\":1,}" + Repeat("[", 100) },
        { "blank", "order", " \r\n\t " },
        { "trailing data", "order", """{"customer":"A"}{"customer":"B"}""" },
        { "a trailing NUL", "order", "{\"customer\":\"A\"}\0" },
        { "a trailing comma", "order", """{"customer":"A",}""" },
        { "a comment", "order", """{"customer":"A"/**/}""" },
        { "single quotes", "order", "{'customer':'A'}" },
        { "no quotes", "order", "{customer:1}" },
        { "not a number", "order", """{"customer":"A","discount":NaN}""" },
        { "a leading zero", "order", """{"customer":"A","discount":01}""" },
        { "a leading plus", "order", """{"customer":"A","discount":+1}""" },
        { "hexadecimal", "order", """{"customer":"A","discount":0x1}""" },
        { "cut off", "order", """{"customer":"A""" },
        { "cut off in an escape", "order", """{"customer":"\u00""" },
        { "a raw newline in a text", "order", "{\"customer\":\"A\nB\"}" },
        { "two byte order marks", "order", "\u00EF\u00BB\u00BF\u00EF\u00BB\u00BF{\"customer\":\"A\"}" },
        { "half a byte order mark", "order", "\u00EF\u00BB{\"customer\":\"A\"}" },
        { "UTF-16", "order", Encoding.Latin1.GetString(Encoding.Unicode.GetBytes("""{"customer":"A"}""")) },
        { "overlong UTF-8", "order", "{\"customer\":\"\u00C0\u00AF\"}" },
        { "a byte that is no UTF-8", "order", "{\"customer\":\"\u00FF\"}" },
        { "a byte that is no UTF-8, where no rule looks", "order", "{\"customer\":\"A\",\"anything\":{\"a\":[\"\u00FF\"]}}" },
        { "a byte that is no UTF-8 in a name", "order", "{\"customer\":\"A\",\"\u00FF\":1}" },
        { "a surrogate as UTF-8", "order", "{\"customer\":\"\u00ED\u00A0\u0080\"}" },
        { "half a surrogate pair", "order", """{"customer":"\ud800"}""" },
        { "half a surrogate pair, where no rule looks", "order", """{"customer":"A","anything":["\udfff"]}""" },
        { "half a surrogate pair in a name as long as the expected one", "order", """{"\ud800usto":"A"}""" },
        { "half a surrogate pair in a name of the discriminator's length", "shape", """{"\ud800k":"circle"}""" },
        { "half a surrogate pair in the discriminator", "shape", """{"kind":"\ud800"}""" },
        { "half a surrogate pair in a key", "order", """{"customer":"A","tags":{"\udc00":1}}""" },
        { "half a surrogate pair in a date", "order", """{"customer":"A","due":"\ud800"}""" },
        { "half a surrogate pair in a number", "order", """{"customer":"A","discount":"\ud800"}""" },
        { "surrogates in the wrong order", "order", """{"customer":"\ude00\ud83d"}""" },
        { "deep arrays", "any", Repeat("[", 100_000) },
        { "deep arrays, closed", "any", Repeat("[", 65) + Repeat("]", 65) },
        { "deep objects", "node", Repeat("""{"next":""", 65) + "null" + Repeat("}", 65) },
        { "deep under a member that is unknown", "order", $$"""{"customer":"A","x":{{Repeat("[", 64)}}{{Repeat("]", 64)}}}""" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task What_is_no_json_for_every_reader_is_refused(string name, string endpoint, string body)
    {
        await using var app = await BodyTableTests.StartAsync();

        var answer = await app.PostAsync("/" + endpoint, Bytes(Encoding.Latin1.GetBytes(body)));

        Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{name}: {answer.Status}");
        Assert.True(answer.Code == "json_malformed", $"{name}: {answer.Text}");
        Assert.Equal(name.StartsWith("deep", StringComparison.Ordinal) ? " max_depth" : " malformed", Assert.Single(answer.Violations));
        Assert.Equal("json_malformed", (await app.Events.NextAsync()).Reason);
    }

    [Theory]
    [InlineData("""{"customer":"A","\u0069sAdmin":true}""", "/isAdmin unknown_member")]
    [InlineData("""{"customer":"A","ISADMIN":true}""", "/ISADMIN unknown_member")]
    [InlineData("""{"customer":"A","isAdmin ":true}""", " unknown_member")]
    [InlineData("""{"customer":"A","is\u0000Admin":true}""", " unknown_member")]
    [InlineData("""{"customer":"A","\u0069\u0073\u0041dmin":true,"isadmin":true}""", "/isAdmin unknown_member", "/isadmin duplicate_member")]
    [InlineData("""{"customer":"A","$type":"System.Diagnostics.Process"}""", "/$type unknown_member")]
    [InlineData("""{"customer":"A","__proto__":{"isAdmin":true}}""", "/__proto__ unknown_member")]
    [InlineData("""{"customer":"A","constructor":{"prototype":{}}}""", "/constructor unknown_member")]
    [InlineData("""{"customer":"A","":1}""", " unknown_member")]
    [InlineData("""{"customer":"A","customer":"B"}""", "/customer duplicate_member")]
    [InlineData("""{"customer":"A","CUSTOMER":"B"}""", "/customer duplicate_member")]
    [InlineData("""{"customer":"A","\u0063ustomer":"B"}""", "/customer duplicate_member")]
    [InlineData("""{"customer":"A","tags":{"a":1,"\u0061":2}}""", "/tags/a duplicate_member")]
    [InlineData("""{"customer":"A","anything":{"a":{"b":1,"b":1}}}""", "/anything/a/b duplicate_member")]
    [InlineData("""{"customer":"A","lines":[{"quantity":1,"Quantity":2}]}""", "/lines/0/quantity duplicate_member")]
    [InlineData("""{"customer":"A","ſummary":1}""", " unknown_member")]
    public async Task Names_are_compared_as_the_binder_reads_them(string body, params string[] violations)
    {
        await using var app = await BodyTableTests.StartAsync();

        var answer = await app.PostAsync("/order", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(violations, answer.Violations);
    }

    [Fact]
    public async Task One_byte_order_mark_is_no_fault()
    {
        await using var app = await BodyTableTests.StartAsync();

        Assert.Equal("bound", (await app.PostAsync("/order", Bytes([0xEF, 0xBB, 0xBF, .. Utf8("""{"customer":"A"}""")]))).Text);
    }

    [Fact]
    public async Task The_deepest_that_is_allowed_passes()
    {
        await using var app = await BodyTableTests.StartAsync();

        Assert.Equal("bound", (await app.PostAsync("/any", Repeat("[", 64) + Repeat("]", 64))).Text);
    }

    [Theory]
    [InlineData("order", "discount")]
    [InlineData("everything", "big")]
    [InlineData("everything", "huge")]
    [InlineData("everything", "money")]
    public async Task A_number_of_half_a_million_digits_is_refused(string endpoint, string member)
    {
        await using var app = await BodyTableTests.StartAsync();

        var answer = await app.PostAsync("/" + endpoint, $$"""{"customer":"A","{{member}}":{{new string('9', 500_000)}}}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains($"/{member} type", answer.Violations);
        Assert.True(answer.Text.Length < 2_000, "The answer repeats what was sent.");
    }

    [Fact]
    public async Task A_hundred_thousand_unknown_members_are_told_by_the_first_few()
    {
        await using var app = await BodyTableTests.StartAsync();
        var members = string.Join(',', Enumerable.Range(0, 75_000).Select(index => string.Create(CultureInfo.InvariantCulture, $"\"m{index}\":{index % 10}")));

        var answer = await app.PostAsync("/order", $$"""{"customer":"A",{{members}}}""");

        Assert.Equal("unknown_member", answer.Code);
        Assert.Equal(16, answer.Violations.Length);
    }

    [Fact]
    public async Task A_hundred_thousand_violations_are_told_by_the_first_few()
    {
        await using var app = await BodyTableTests.StartAsync(settings: new() { ["Validation:MaxViolations"] = "3" });

        var answer = await app.PostAsync("/lines", $"[{Repeat("1,", 100_000)}1]");

        Assert.Equal(["/0 type", "/1 type", "/2 type"], answer.Violations);
    }

    [Fact]
    public async Task A_name_of_half_a_megabyte_is_not_handed_back()
    {
        await using var app = await BodyTableTests.StartAsync();

        var answer = await app.PostAsync("/order", $$"""{"customer":"A","{{new string('n', 500_000)}}":1}""");

        Assert.Equal([" unknown_member"], answer.Violations);
        Assert.True(answer.Text.Length < 2_000, "The answer repeats what was sent.");
    }

    [Theory]
    [InlineData("""{"customer":"pa55w0rd","kind":"pa55w0rd","reference":"pa55w0rd","due":"pa55w0rd","email":"pa55w0rd","country":"pa55w0rd","discount":"pa55w0rd","lines":"pa55w0rd","note":"pa55w0rd-pa55w0rd-pa55w0rd"}""")]
    [InlineData("""{"customer":"A","<script>pa55w0rd</script>":1}""")]
    [InlineData("""{"customer":"A","tags":{"pa55w0rd@example.com":"pa55w0rd"}}""")]
    [InlineData("""{"customer":"A" pa55w0rd}""")]
    [InlineData("pa55w0rd")]
    public async Task No_value_comes_back_to_the_client_and_none_reaches_the_log(string body)
    {
        await using var app = await BodyTableTests.StartAsync();

        var answer = await app.PostAsync("/order", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.DoesNotContain("pa55w0rd", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("pa55w0rd", (await app.Events.NextAsync()).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(app.Logs.GetSnapshot(), entry => entry.Message.Contains("pa55w0rd", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"customer":"A","4111111111111111":1}""", "/* unknown_member")]
    [InlineData("""{"customer":"A","eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9abcdef":1}""", "/* unknown_member")]
    [InlineData("""{"customer":"A","tags":{"ann":"x"}}""", "/tags/* type")]
    [InlineData("""{"customer":"A","isAdmin":1}""", "/isAdmin unknown_member")]
    public async Task Names_that_may_be_data_stay_out_of_the_log(string body, string detail)
    {
        await using var app = await BodyTableTests.StartAsync();

        await app.PostAsync("/order", body);

        Assert.Equal(detail, (await app.Events.NextAsync()).Detail);
    }

    [Theory]
    [InlineData("utf-16", HttpStatusCode.BadRequest, "unknown_member")]
    [InlineData("iso-8859-1", HttpStatusCode.BadRequest, "unknown_member")]
    [InlineData("no-such-charset", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type")]
    [InlineData("utf-7", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type")]
    public async Task Another_charset_is_looked_at_as_the_binder_reads_it(string charset, HttpStatusCode status, string code)
    {
        await using var app = await BodyTableTests.StartAsync();
        var encoding = charset == "utf-16" ? Encoding.Unicode : Encoding.Latin1;
        var content = new ByteArrayContent(encoding.GetBytes("""{"customer":"Ä","isAdmin":true}"""));
        content.Headers.TryAddWithoutValidation("Content-Type", $"application/json; charset={charset}");

        var answer = await app.PostAsync("/order", content);

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Many_at_once_do_not_mix()
    {
        await using var app = await BodyTableTests.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(index => app.PostAsync(
            "/order",
            index % 2 == 0 ? """{"customer":"A"}""" : string.Create(CultureInfo.InvariantCulture, $$"""{"customer":"A","m{{index}}":1}"""))));

        for (var index = 0; index < answers.Length; index++)
        {
            Assert.Equal(index % 2 == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"/m{index} unknown_member")], answers[index].Violations);
        }
    }

    [Fact]
    public async Task A_pattern_that_explodes_does_not()
    {
        await using var app = await ValidatedApp.StartAsync(app => app.MapPost("/", (Patterned body) => "bound"));

        var answer = await app.PostAsync("/", $$"""{"linear":"{{new string('a', 50_000)}}!","bounded":"{{new string('a', 50_000)}}!"}""");

        Assert.Equal(["/linear pattern", "/bounded pattern"], answer.Violations);
    }

    [Fact]
    public async Task Patterns_that_explode_share_one_time_after_which_nothing_is_tried()
    {
        await using var app = await ValidatedApp.StartAsync(app => app.MapPost("/", (List<Exploding> body) => "bound"));
        const string Matching = """{"value":"aac"}""";
        var exploding = $$"""{"value":"{{new string('a', 40)}}d"}""";

        Assert.Equal("bound", (await app.PostAsync("/", $"[{Repeat(Matching + ",", 1000)}{Matching}]")).Text);
        Assert.Equal(["/0/value pattern", "/1/value pattern", "/2/value pattern"], (await app.PostAsync("/", $"[{exploding},{exploding},{Matching}]")).Violations);
        Assert.Equal(16, (await app.PostAsync("/", $"[{Repeat(exploding + ",", 5000)}{Matching}]")).Violations.Length);
    }

    private static ByteArrayContent Bytes(byte[] body) => new(body) { Headers = { { "Content-Type", "application/json" } } };

    private sealed class Patterned
    {
        [System.ComponentModel.DataAnnotations.RegularExpression("(a+)+")]
        public string? Linear { get; set; }

        [System.ComponentModel.DataAnnotations.RegularExpression(@"(?=a)(a+)+")]
        public string? Bounded { get; set; }
    }

    private sealed class Exploding
    {
        [System.ComponentModel.DataAnnotations.RegularExpression("^(?=(a+)+[cd]?$)(?!.*b)(a+)+c$")]
        public string? Value { get; set; }
    }
}
