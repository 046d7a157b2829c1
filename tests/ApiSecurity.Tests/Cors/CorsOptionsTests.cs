using Microsoft.Extensions.Options;
using static ApiSecurity.Tests.Cors.CorsClient;

namespace ApiSecurity.Tests.Cors;

public sealed class CorsOptionsTests
{
    private const string Example = "Write scheme, host and, if it is not the default, port: https://shop.example.";
    private const string Whole = "Write the * as the whole first label: https://*.shop.example; it stands for one label or more.";
    private const string Exact = "Write exact origins, or a wildcard for whole labels: https://*.shop.example.";

    [Theory]
    [InlineData("", "is empty", Example)]
    [InlineData(" ", "is empty", Example)]
    [InlineData("null", "is null, which any sandboxed frame and any local file can send", "Serve the page over https and list its origin.")]
    [InlineData("NULL", "is null, which any sandboxed frame and any local file can send", "Serve the page over https and list its origin.")]
    [InlineData("shop.example", "has no scheme", Example)]
    [InlineData("//shop.example", "has no scheme", Example)]
    [InlineData("https://shop.example/", "has a path or a slash at its end", Example)]
    [InlineData("https://shop.example/admin", "has a path or a slash at its end", Example)]
    [InlineData("https://user@shop.example", "has a user name", Example)]
    [InlineData("https://shop.example:443", "has the default port, which browsers leave out", "Write it without the port.")]
    [InlineData("https://shop.example.", "is not an origin", Example)]
    [InlineData("https://shop..example", "is not an origin", Example)]
    [InlineData("https://", "is not an origin", Example)]
    [InlineData("https://shop.example:99999", "is not an origin", Example)]
    [InlineData("https://shop.example, https://b.example", "is more than one origin, or has white space in it", "Write one origin an entry.")]
    [InlineData("https://shop.example;https://b.example", "is more than one origin, or has white space in it", "Write one origin an entry.")]
    [InlineData(" https://shop.example", "is more than one origin, or has white space in it", "Write one origin an entry.")]
    [InlineData("https://Shop.example", "has capital letters, which browsers never send", "Write it in lower case.")]
    [InlineData("https://bücher.example", "has letters that are not ASCII", "Write the host as browsers send it, in punycode: https://xn--bcher-kva.example.")]
    [InlineData("http://shop.example", "is not encrypted, which is allowed in Development only", "Write https://, or put the origin into appsettings.Development.json.")]
    [InlineData("http://localhost:3000", "is not encrypted, which is allowed in Development only", "Write https://, or put the origin into appsettings.Development.json.")]
    [InlineData("http://*.shop.example", "is not encrypted, which is allowed in Development only", "Write https://, or put the origin into appsettings.Development.json.")]
    [InlineData("https://[0:0::1]:3000", "has an IPv6 address that is not in its shortest form", "Write it as browsers send it: http://[::1]:3000.")]
    [InlineData("file://shop.example", "has a scheme that is no page's", Example)]
    [InlineData("wss://shop.example", "has a scheme that is no page's", Example)]
    [InlineData("^https://shop\\.example$", "looks like a regular expression", Exact)]
    [InlineData("https://.*\\.shop\\.example", "looks like a regular expression", Exact)]
    [InlineData("https://.*.shop.example", "looks like a regular expression", Exact)]
    [InlineData("https://(a|b).shop.example", "looks like a regular expression", Exact)]
    [InlineData("https://*shop.example", "has a * in a place where it can't stand", Whole)]
    [InlineData("https://a*.shop.example", "has a * in a place where it can't stand", Whole)]
    [InlineData("https://shop.*", "has a * in a place where it can't stand", Whole)]
    [InlineData("https://*.*.example", "has a * in a place where it can't stand", Whole)]
    [InlineData("https://a.*.shop.example", "has a * in a place where it can't stand", Whole)]
    [InlineData("*.shop.example", "has a * in a place where it can't stand", Whole)]
    [InlineData("*://shop.example", "has a * in a place where it can't stand", Whole)]
    [InlineData("https://shop.example:*", "has a * in a place where it can't stand", Whole)]
    [InlineData("https://*.", "is not an origin", Example)]
    [InlineData("https://*.shop.example/", "has a path or a slash at its end", Example)]
    [InlineData("https://*.127.0.0.1", "has a * where there are no subdomains", Example)]
    [InlineData("capacitor://*.shop.example", "has a * where there are no subdomains", Example)]
    [InlineData("https://*.com", "would allow sites of other people: anyone can have a name below it", "List your own origins one by one.")]
    [InlineData("https://*.co.uk", "would allow sites of other people: anyone can have a name below it", "List your own origins one by one.")]
    [InlineData("https://*.github.io", "would allow sites of other people: anyone can have a name below it", "List your own origins one by one.")]
    [InlineData("https://*.vercel.app:8443", "would allow sites of other people: anyone can have a name below it", "List your own origins one by one.")]
    public async Task An_origin_that_no_browser_sends_or_that_opens_too_much_stops_the_start(string origin, string cause, string fix)
    {
        var failures = await FailuresAsync(new() { ["Cors:Origins:0"] = Shop, ["Cors:Origins:1"] = origin });

        Assert.Equal($"ApiSecurity:Cors:Origins:1 {cause}. {fix}", Assert.Single(failures));
    }

    [Theory]
    [InlineData("https://shop.example")]
    [InlineData("https://shop.example:8443")]
    [InlineData("https://*.shop.example")]
    [InlineData("https://localhost")]
    [InlineData("https://[::1]:3000")]
    [InlineData("https://127.0.0.1:3000")]
    [InlineData("capacitor://localhost")]
    [InlineData("chrome-extension://aapbdbdomjkkjkaonfhkkikfgjllcleb")]
    public async Task What_browsers_send_can_be_listed(string origin)
    {
        await using var app = await TestApp.StartAsync(settings: new() { ["Cors:Origins:0"] = origin });
        using var preflight = await app.PreflightAsync("/", origin.Replace("*", "a", StringComparison.Ordinal));

        Assert.Equal(204, (int)preflight.StatusCode);
    }

    [Fact]
    public async Task Plain_http_is_allowed_in_Development()
    {
        await using var app = await TestApp.StartAsync(settings: new() { ["Cors:Origins:0"] = "http://localhost:3000" }, environment: "Development");
        using var preflight = await app.PreflightAsync("/", "http://localhost:3000");

        Assert.Equal(204, (int)preflight.StatusCode);
    }

    [Theory]
    [InlineData("AllowCredentials", "true", "Origins:0 is * together with AllowCredentials: every page could act as its visitor. List the origins one by one.")]
    [InlineData("Origins:1", Shop, "Origins:0 is * beside other origins, which then mean nothing. Remove either.")]
    [InlineData("Methods:0", "*", "Methods:0 is *, which would reflect whatever is asked for. List them one by one: GET.")]
    [InlineData("Methods:0", "patch", "Methods:0 has small letters, and methods are case-sensitive. Write it in capitals: PATCH.")]
    [InlineData("Methods:0", "GET, POST", "Methods:0 is not a name that HTTP allows. Write one name an entry: GET.")]
    [InlineData("Headers:0", "*", "Headers:0 is *, which would reflect whatever is asked for. List them one by one: Content-Type.")]
    [InlineData("Headers:0", "Content-Type:", "Headers:0 is not a name that HTTP allows. Write one name an entry: Content-Type.")]
    [InlineData("ExposedHeaders:0", "*", "ExposedHeaders:0 is *, which would reflect whatever is asked for. List them one by one: ETag.")]
    [InlineData("ExposedHeaders:0", "", "ExposedHeaders:0 is not a name that HTTP allows. Write one name an entry: ETag.")]
    [InlineData("PreflightMaxAge", "02:00:01", "PreflightMaxAge is not a time between 00:00:00 and 02:00:00. Write \"00:10:00\" for ten minutes.")]
    [InlineData("PreflightMaxAge", "-00:00:01", "PreflightMaxAge is not a time between 00:00:00 and 02:00:00. Write \"00:10:00\" for ten minutes.")]
    public async Task A_policy_that_opens_too_much_stops_the_start(string key, string value, string message)
    {
        var failures = await FailuresAsync(new() { ["Cors:Origins:0"] = "*", [$"Cors:{key}"] = value });
        var named = await FailuresAsync(new() { ["Cors:Policies:a:Origins:0"] = "*", [$"Cors:Policies:a:{key}"] = value });

        Assert.Equal($"ApiSecurity:Cors:{message}", Assert.Single(failures));
        Assert.Equal($"ApiSecurity:Cors:Policies:a:{message}", Assert.Single(named));
    }

    [Fact]
    public async Task What_can_have_no_effect_stops_the_start()
    {
        var failures = await FailuresAsync(new()
        {
            ["Cors:AllowCredentials"] = "true",
            ["Cors:Policies:a:Methods:0"] = "GET",
            ["Cors:CrossSite:DisabledReason"] = " ",
            ["Cors:CrossSite:ExemptPaths:0"] = "/",
            ["Cors:CrossSite:ExemptPaths:1"] = "/signin/*",
        });

        Assert.Equal(
            [
                "ApiSecurity:Cors:Policies:a:Origins is empty, so the policy allows nobody. List an origin, or remove the policy.",
                "ApiSecurity:Cors:Origins is empty, so what the other keys beside it say has no effect. List the origins, or remove Methods, Headers, ExposedHeaders, AllowCredentials, AllowPrivateNetwork and PreflightMaxAge.",
                "ApiSecurity:Cors:CrossSite:DisabledReason is empty. Say why this part is off, or remove the key to leave it on.",
                "ApiSecurity:Cors:CrossSite:ExemptPaths:0 is not the path of one address. Write it whole, from its slash on: /signin-oidc.",
                "ApiSecurity:Cors:CrossSite:ExemptPaths:1 is not the path of one address. Write it whole, from its slash on: /signin-oidc.",
            ],
            failures);
    }

    [Fact]
    public async Task A_thousand_and_one_origins_are_too_many()
    {
        var settings = Enumerable.Range(0, 1001).ToDictionary(index => $"Cors:Origins:{index}", string? (index) => $"https://s{index}.example");

        Assert.Equal("ApiSecurity:Cors:Origins has more than 1000 entries. Use a wildcard: https://*.shop.example.", Assert.Single(await FailuresAsync(settings)));
    }

    [Fact]
    public async Task A_reload_takes_effect_and_a_wrong_one_does_not()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/named", () => "named").AllowAnonymous().RequireCors("a"),
            new() { ["Cors:Origins:0"] = Shop, ["Cors:Policies:a:Origins:0"] = Shop });

        Assert.Equal("204 403 204 403", await AskAsync(app));

        Change(app, "https://evil.example");
        Assert.Equal("403 204 403 204", await AskAsync(app));

        Change(app, "http://evil.example");
        Assert.Equal("403 204 403 204", await AskAsync(app));
        Assert.Contains(app.Logs.GetSnapshot(), log => log.Id.Name == "ReloadRefused" && log.Message.Contains("ApiSecurity:Cors:Origins:0 is not encrypted", StringComparison.Ordinal));
    }

    private static void Change(TestApp app, string origin)
    {
        var configuration = (IConfigurationRoot)app.App.Configuration;
        configuration["ApiSecurity:Cors:Origins:0"] = origin;
        configuration["ApiSecurity:Cors:Policies:a:Origins:0"] = origin;
        configuration.Reload();
    }

    private static async Task<string> AskAsync(TestApp app)
    {
        var answers = new List<int>();
        foreach (var (path, origin) in new[] { ("/", Shop), ("/", Evil), ("/named", Shop), ("/named", Evil) })
        {
            using var response = await app.PreflightAsync(path, origin, "GET");
            answers.Add((int)response.StatusCode);
        }

        return string.Join(" ", answers);
    }

    private static async Task<IEnumerable<string>> FailuresAsync(Dictionary<string, string?> settings) =>
        (await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.StartAsync(settings: settings))).Failures;
}
