namespace ApiSecurity.Tests.Transport;

public sealed class UrlShapeTests(KestrelFixture server) : IClassFixture<KestrelFixture>
{
    public static TheoryData<string, string> Malicious() => new()
    {
        // Dot segments, in every spelling that some server takes for one.
        { "/../etc/passwd", "dot_segment" },
        { "/a/../b", "dot_segment" },
        { "/a/..", "dot_segment" },
        { "/a/.", "dot_segment" },
        { "/./a", "dot_segment" },
        { "/a/./b", "dot_segment" },
        { "/%2e%2e/b", "dot_segment" },
        { "/a/%2E%2E/b", "dot_segment" },
        { "/a/%2e./b", "dot_segment" },
        { "/a/.%2e/b", "dot_segment" },
        { "/a/%2e/b", "dot_segment" },
        { "/a/..;/b", "dot_segment" },
        { "/a/..;jsessionid=1/b", "dot_segment" },
        { "/a/%2e%2e;/b", "dot_segment" },
        { "/a/..%3b/b", "dot_segment" },
        { "/a/.;/b", "dot_segment" },
        { "/a/.../b", "dot_segment" },
        { "/a/..%20/b", "dot_segment" },
        { "/a/..%20./b", "dot_segment" },
        { "/a/..?x=1", "dot_segment" },

        // Slashes that are none to the router.
        { "/a%2fb", "encoded_slash" },
        { "/a%2Fb", "encoded_slash" },
        { "/..%2f..%2fetc", "encoded_slash" },
        { "/%2f%2fevil.example", "encoded_slash" },
        { "/a\\b", "backslash" },
        { "/..\\..\\windows", "backslash" },
        { "/\\evil.example", "backslash" },
        { "/a%5cb", "encoded_backslash" },
        { "/a%5Cb", "encoded_backslash" },
        { "/..%5c..%5cwindows", "encoded_backslash" },
        { "//evil.example/a", "double_slash" },
        { "///a", "double_slash" },

        // Encoded twice.
        { "/a%252fb", "double_encoding" },
        { "/a%252e%252e/b", "double_encoding" },
        { "/a%25%32%66b", "double_encoding" },
        { "/a%25%32fb", "double_encoding" },
        { "/a%255cb", "double_encoding" },
        { "/a%2500", "double_encoding" },
        { "/a%25252fb", "double_encoding" },
        { "/%25%36%31", "double_encoding" },

        // Not UTF-8, or not its shortest form.
        { "/%c0%af", "overlong_utf8" },
        { "/%C0%AE%C0%AE/b", "overlong_utf8" },
        { "/%c1%9c", "overlong_utf8" },
        { "/%e0%80%af", "overlong_utf8" },
        { "/%e0%9f%bf", "overlong_utf8" },
        { "/%f0%80%80%af", "overlong_utf8" },
        { "/%f0%8f%bf%bf", "overlong_utf8" },
        { "/%ff", "invalid_utf8" },
        { "/%fe%fe", "invalid_utf8" },
        { "/%80", "invalid_utf8" },
        { "/%e9", "invalid_utf8" },
        { "/%e2%82", "invalid_utf8" },
        { "/%e2%82/x", "invalid_utf8" },
        { "/%e2a", "invalid_utf8" },
        { "/%ed%a0%80", "invalid_utf8" },
        { "/%ed%bf%bf", "invalid_utf8" },
        { "/%f4%90%80%80", "invalid_utf8" },
        { "/%f5%80%80%80", "invalid_utf8" },
        { "/%f8%88%80%80%80", "invalid_utf8" },

        // Control characters.
        { "/a%0ab", "control_character" },
        { "/a%0d%0aSet-Cookie:x", "control_character" },
        { "/a%09b", "control_character" },
        { "/a%1fb", "control_character" },
        { "/a%7fb", "control_character" },
        { "/a%c2%85b", "control_character" },
        { "/a%C2%9Fb", "control_character" },
        { "/a\tb", "control_character" },
        { "/a\u0001b", "control_character" },
        { "/a\u007fb", "control_character" },

        // Not a percent encoding.
        { "/a%", "malformed_percent" },
        { "/a%2", "malformed_percent" },
        { "/a%zz", "malformed_percent" },
        { "/a%2g", "malformed_percent" },
        { "/a%u002f", "malformed_percent" },
        { "/a%+1", "malformed_percent" },
        { "/%%32%65", "malformed_percent" },

        // Parts that do not belong there.
        { "/a#b", "fragment" },
        { "/a?b=1#c", "fragment" },
        { "http://user@HOST/a", "user_info" },
        { "http://HOST/a/../b", "dot_segment" },
        { "http://HOST/a%2fb", "encoded_slash" },
        { "HTTP://HOST/a%00", "nul" },

        // The query.
        { "/a?b=%00", "nul" },
        { "/a?b=%", "malformed_percent" },
        { "/a?b=%2", "malformed_percent" },
        { "/a?b=%u0041", "malformed_percent" },
        { "/a?%zz=b", "malformed_percent" },
        { "/a?b=%c0%af", "overlong_utf8" },
        { "/a?b=%ff", "invalid_utf8" },
        { "/a?b=%e2%82", "invalid_utf8" },
        { "/a?b=%01", "control_character" },
        { "/a?b=%1b", "control_character" },
        { "/a?b=\u0001", "control_character" },
        { "/a?b=\u007f", "control_character" },
    };

    public static TheoryData<string> Legitimate() =>
    [
        "/",
        "/orders",
        "/orders/",
        "/orders/42",
        "/orders/0b8f5bd5-7c15-4f0e-9c0a-4f2f5e9d8a11/lines/3",
        "/files/report.pdf",
        "/files/report.v1.2.tar.gz",
        "/v1.0/orders",
        "/.well-known/openid-configuration",
        "/files/.hidden",
        "/files/..hidden",
        "/files/a..b",
        "/files/a..",
        "/files/a.",
        "/api//orders",
        "/a;v=1/b",
        "/search/caf%C3%A9",
        "/search/%E6%97%A5%E6%9C%AC%E8%AA%9E",
        "/search/%f0%9f%98%80",
        "/search/%F4%8F%BF%BF",
        "/search/%EF%BF%BD",
        "/search/%c2%a0",
        "/names/O'Brien",
        "/names/a%20b",
        "/names/a+b",
        "/names/a%2Bb",
        "/names/a%3Fb",
        "/names/a%23b",
        "/names/100%25",
        "/names/100%25%20sure",
        "/names/100%25x",
        "/names/x%3Db%26c",
        "/names/~a!$&'()*+,;=:@b",
        "/odata/Orders(1)/Lines",
        "/odata/Orders('a')",
        "/matrix/[1]/{x}",
        "/mail/a@example.org",
        "/urn:isbn:0451450523",
        "/a?b=c",
        "/a?",
        "/a?b",
        "/a?b=c&b=d&&e=",
        "/a?b=%2F%2e%2e%2F",
        "/a?b=../x",
        "/a?redirect_uri=https%3A%2F%2Fapp.example%2Fcb%3Fnext%3D%252Fhome",
        "/a?redirect_uri=https://app.example/cb",
        "/a?q=50%25",
        "/a?q=caf%C3%A9&r=%F0%9F%98%80",
        "/a?text=line%0D%0Aline%09tab",
        "/a?filter[name]=x&sort=-y",
        "/a?path=C:\\temp",
        "/a?q=%7B%22a%22%3A1%7D",
        "http://HOST/orders?x=1",
    ];

    [Theory]
    [MemberData(nameof(Malicious))]
    public async Task A_target_with_two_readings_is_refused(string target, string rule)
    {
        var response = await RawHttp.GetAsync(server.Address, target.Replace("HOST", server.Address.Authority, StringComparison.Ordinal));

        Assert.Equal(400, response.Status);
        if (response.Body.Length > 0)
        {
            Assert.Equal("url_malformed", response.Problem("code"));
            Assert.Equal(rule, response.Problem("rule"));
        }
        else
        {
            // Kestrel refuses an encoded NUL in the path by itself.
            Assert.Equal("nul", rule);
        }
    }

    [Theory]
    [MemberData(nameof(Legitimate))]
    public async Task A_target_as_honest_clients_write_it_passes(string target)
    {
        var response = await RawHttp.GetAsync(server.Address, target.Replace("HOST", server.Address.Authority, StringComparison.Ordinal));

        Assert.Equal(200, response.Status);
    }

    [Theory]
    [InlineData("/a%00b")]
    [InlineData("/\u00e9")]
    [InlineData("/a?b=\u00e9")]
    [InlineData("http://other.example/a")]
    [InlineData("http:///a")]
    public async Task What_Kestrel_refuses_by_itself_stays_refused(string target)
    {
        var response = await RawHttp.GetAsync(server.Address, target);

        Assert.Equal(400, response.Status);
    }

    [Theory]
    [InlineData("GET", "*")]
    [InlineData("GET", "host:80")]
    public async Task A_form_of_target_that_does_not_fit_the_method_is_refused(string method, string target)
    {
        var response = await RawHttp.GetAsync(server.Address, target, method: method);

        Assert.InRange(response.Status, 400, 405);
    }

    [Theory]
    [InlineData(2048, 200)]
    [InlineData(2049, 414)]
    [InlineData(7000, 414)]
    public async Task The_path_has_its_longest_length(int length, int status)
    {
        var response = await RawHttp.GetAsync(server.Address, "/" + new string('a', length - 1));

        Assert.Equal(status, response.Status);
        Assert.Equal(status == 200 ? null : "path_too_long", response.Status == 200 ? null : response.Problem("code"));
    }

    [Theory]
    [InlineData(4096, 200)]
    [InlineData(4097, 414)]
    public async Task The_query_has_its_longest_length(int length, int status)
    {
        var response = await RawHttp.GetAsync(server.Address, "/a?" + new string('b', length));

        Assert.Equal(status, response.Status);
        Assert.Equal(status == 200 ? null : "query_too_long", response.Status == 200 ? null : response.Problem("code"));
    }

    [Theory]
    [InlineData(100, 200)]
    [InlineData(101, 400)]
    public async Task The_query_has_its_most_parameters(int count, int status)
    {
        var response = await RawHttp.GetAsync(server.Address, "/a?" + string.Join('&', Enumerable.Repeat("b=1", count)));

        Assert.Equal(status, response.Status);
        Assert.Equal(status == 200 ? null : "too_many_query_parameters", response.Status == 200 ? null : response.Problem("code"));
    }

    [Theory]
    [InlineData("/a%2fb", "encoded_slash")]
    [InlineData("/a%252fb", "encoded_slash")]
    [InlineData("/a%255cb", "double_encoding")]
    [InlineData("/a%5cb", "backslash")]
    [InlineData("/a%0ab", "control_character")]
    [InlineData("/a/..%3b/b", "dot_segment")]
    public async Task A_server_that_tells_the_decoded_path_only_is_no_way_around(string target, string rule)
    {
        await using var app = await TestApp.StartAsync(KestrelFixture.Echo);

        using var response = await app.CreateClient().GetAsync(new Uri("http://localhost" + target), TestContext.Current.CancellationToken);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains($"\"rule\":\"{rule}\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_event_names_the_rule_and_never_the_path()
    {
        await using var app = await TestApp.StartAsync(KestrelFixture.Echo, kestrel: true);

        await RawHttp.GetAsync(app.Address, "/secret-token-in-path%2fb");

        var told = await app.Events.NextAsync();
        Assert.Equal(("url_malformed", "encoded_slash", "transport", 400), (told.Reason, told.Detail, told.Feature, told.StatusCode));
        Assert.DoesNotContain(app.Logs.GetSnapshot(), record => record.Message.Contains("secret-token", StringComparison.Ordinal) && record.Category?.StartsWith("ApiSecurity", StringComparison.Ordinal) == true);
    }
}
