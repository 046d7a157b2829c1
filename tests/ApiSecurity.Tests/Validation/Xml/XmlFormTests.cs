using System.Text;

namespace ApiSecurity.Tests.Validation.Xml;

/// <summary>XML without a schema: its form and its limits.</summary>
public sealed class XmlFormTests
{
    private const string Bomb = """<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>""";

    [Theory]
    [InlineData("<a/>")]
    [InlineData("""<?xml version="1.0" encoding="utf-8"?><a b="1"><!-- text --><c>äöü &amp; &#65; <![CDATA[ <x> ]]></c></a>""")]
    [InlineData("""<?xml version="1.0"?><?target text?><a xmlns="urn:a" xmlns:b="urn:b" b:c="1"/>""")]
    public async Task What_is_sound_reaches_the_endpoint_whole(string xml)
    {
        await using var app = await XmlApp.StartAsync();

        Assert.Equal((200, $"{xml.Length} read"), await app.SendAsync("/any", xml));
        Assert.Equal((200, $"{xml.Length} read"), await app.SendAsync("/any", xml, "application/vnd.shop+xml; charset=UTF-8"));
    }

    [Theory]
    [InlineData(Bomb, "malformed")]
    [InlineData("""<!DOCTYPE a SYSTEM "http://127.0.0.1:1/evil.dtd"><a/>""", "malformed")]
    [InlineData("""<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>""", "malformed")]
    [InlineData("""<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x"> %x;]><a/>""", "malformed")]
    [InlineData("<a>&x;</a>", "malformed")]
    [InlineData("<a><b></a>", "malformed")]
    [InlineData("<a/><b/>", "malformed")]
    [InlineData("""<a b="1" b="2"/>""", "malformed")]
    [InlineData("<a>&#0;</a>", "malformed")]
    [InlineData("<x:a/>", "malformed")]
    [InlineData("text", "malformed")]
    [InlineData(" ", "malformed")]
    [InlineData("""<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd" parse="text"/></a>""", "xinclude")]
    public async Task What_is_not_sound_is_refused(string xml, string code)
    {
        await using var app = await XmlApp.StartAsync();

        var (status, text) = await app.SendAsync("/any", xml);

        Assert.Equal((400, "xml_malformed"), (status, XmlApp.Code(text)));
        Assert.EndsWith(" " + code, XmlApp.First(text), StringComparison.Ordinal);
        Assert.DoesNotContain("passwd", text, StringComparison.Ordinal);
        Assert.Equal(("input_validation_fail", "xml_malformed"), (await app.Events.NextAsync()) is var told ? (told.Name, told.Reason) : default);
    }

    public static TheoryData<string, string, string> Large => new()
    {
        { Nested(64), "/a", "ok" },
        { Nested(65), "/a", "max_depth" },
        { $"<a {string.Join(' ', Enumerable.Range(0, 64).Select(index => $"b{index}=\"\""))}/>", "", "ok" },
        { $"<a {string.Join(' ', Enumerable.Range(0, 65).Select(index => $"b{index}=\"\""))}/>", "/a", "max_attributes" },
        { $"<a {string.Join(' ', Enumerable.Range(0, 33).Select(index => $"xmlns:b{index}=\"urn:{index}\""))}/>", "/a", "max_namespaces" },
        { $"<a>{new string('x', 65536)}</a>", "", "ok" },
        { $"<a>{new string('x', 65537)}</a>", "/a", "max_text" },
        { $"<a b=\"{new string('x', 65537)}\"/>", "/a", "max_text" },
        { $"<a><!--{new string('x', 65537)}--></a>", "/a", "max_text" },
        { $"<a><{new string('x', 257)}/></a>", "/a", "max_name" },
        { $"<a {new string('x', 257)}=\"\"/>", "/a", "max_name" },
        { $"<a>{string.Concat(Enumerable.Repeat("<b/>", 100_000))}</a>", "/a/b[100000]", "max_nodes" },
    };

    [Theory]
    [MemberData(nameof(Large))]
    public async Task There_is_a_limit_to_everything(string xml, string place, string code)
    {
        await using var app = await XmlApp.StartAsync();

        var (status, text) = await app.SendAsync("/any", xml);

        Assert.Equal(code == "ok" ? 200 : 400, status);
        if (code != "ok")
        {
            var first = XmlApp.First(text);
            Assert.True(first.StartsWith(place, StringComparison.Ordinal) && first.EndsWith(" " + code, StringComparison.Ordinal), first);
        }
    }

    [Fact]
    public async Task Limits_are_set_by_configuration()
    {
        await using var app = await XmlApp.StartAsync(new() { ["Validation:Xml:MaxDepth"] = "2", ["Validation:MaxBodyBytes"] = "100" });

        Assert.Equal(200, (await app.SendAsync("/any", Nested(2))).Status);
        Assert.Equal(400, (await app.SendAsync("/any", Nested(3))).Status);
        Assert.Equal(413, (await app.SendAsync("/any", $"<a>{new string('x', 100)}</a>")).Status);
    }

    public static TheoryData<string, string, string, int> Encodings => new()
    {
        { "utf-8", "<a>ä</a>", "", 200 },
        { "utf-8", """<?xml version="1.0" encoding="UTF-8"?><a>ä</a>""", "utf-8", 200 },
        { "utf-8", """<?xml version="1.0" encoding="iso-8859-1"?><a>x</a>""", "", 415 },
        { "utf-8", """<?xml version="1.0" encoding="utf-7"?><a>+ADw-b+AD4-</a>""", "", 400 },
        { "utf-8", """<?xml version="1.0" encoding="utf-8"?><a>x</a>""", "iso-8859-1", 415 },
        { "utf-8", """<?xml version="1.0" encoding="utf-16"?><a>x</a>""", "", 400 },
        { "utf-8", "<a>x</a>", "utf-7", 415 },
        { "iso-8859-1", "<a>ä</a>", "", 400 },
        { "utf-16", "<a>ä</a>", "utf-16", 200 },
        { "utf-16", """<?xml version="1.0" encoding="utf-16"?><a>ä</a>""", "", 200 },
        { "utf-16", "<a>ä</a>", "utf-8", 415 },
        { "utf-16BE", "<a>ä</a>", "utf-16", 200 },
        { "utf-32", "<a>ä</a>", "", 415 },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task An_encoding_that_readers_could_differ_about_is_refused(string encoding, string xml, string charset, int expected)
    {
        await using var app = await XmlApp.StartAsync();
        var bytes = Encoding.GetEncoding(encoding);
        byte[] body = [.. encoding == "utf-8" ? [] : bytes.GetPreamble(), .. bytes.GetBytes(xml)];

        Assert.Equal(expected, (await app.SendAsync("/any", body, charset.Length == 0 ? "text/xml" : $"text/xml; charset={charset}")).Status);
    }

    [Fact]
    public async Task UTF_16_without_its_mark_is_refused()
    {
        await using var app = await XmlApp.StartAsync();

        Assert.Equal(415, (await app.SendAsync("/any", Encoding.Unicode.GetBytes("<a/>"))).Status);
        Assert.Equal(415, (await app.SendAsync("/any", Encoding.BigEndianUnicode.GetBytes("<a/>"))).Status);
    }

    [Fact]
    public async Task In_report_mode_it_is_told_and_goes_on()
    {
        await using var app = await XmlApp.StartAsync(new() { ["Validation:Mode"] = "Report" });

        Assert.Equal((200, $"{Bomb.Length} read"), await app.SendAsync("/any", Bomb));
        Assert.Equal(ApiSecurity.SecurityEventOutcome.Reported, (await app.Events.NextAsync()).Outcome);
    }

    [Fact]
    public async Task What_is_taken_out_of_validation_is_not_looked_at()
    {
        await using var app = await XmlApp.StartAsync();

        Assert.Equal(200, (await app.SendAsync("/free", Bomb)).Status);
    }

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth));
}
