using System.Text.Json;

namespace ApiSecurity.Tests.Headers;

/// <summary>
/// Header by header against the lists of OWASP's Secure Headers project. Where an answer differs, the reason is written here; a reason that
/// has nothing to explain any more fails too.
/// </summary>
public sealed class OwaspComparisonTests
{
    private const string Pages = "A page needs it for itself, and frames of other origins don't get it";

    /// <summary>By preset and header: what is sent instead of OWASP's value (null: nothing), and why.</summary>
    private static readonly Dictionary<(string Preset, string Header), (string? Value, string Reason)> Deviations = new()
    {
        [("*", "Cache-Control")] = ("no-store", "max-age=0 adds nothing: what is not stored has no age (RFC 9111 section 5.2.2.5)"),
        [("*", "Clear-Site-Data")] = (null, "It signs users out; it belongs to the answer of a sign-out, which only the application knows"),
        [("*", "X-Frame-Options")] = ("DENY", "The same word; RFC 7034 writes it in capitals"),
        [("Api", "Content-Security-Policy")] = (
            "default-src 'none'; frame-ancestors 'none'",
            "Stricter: data loads nothing, from nowhere. base-uri and form-action have no meaning without a page"),
        [("Api", "X-DNS-Prefetch-Control")] = (null, "Browsers look ahead for the links of a page; data has none"),
        [("Browser", "Content-Security-Policy")] = (
            "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
            "The same, with a place for nonces and with images as data. upgrade-insecure-requests would break pages on a developer's machine; HSTS does it where it counts"),
        [("Browser", "Referrer-Policy")] = ("same-origin", "A page's own analytics and CSRF checks read the referrer; other sites learn nothing"),
        [("Browser", "Cross-Origin-Embedder-Policy")] = (null, "It stops every image and font of another origin that does not opt in; what it opens (cross-origin isolation) few pages need"),
        [("OpenApiUi", "Content-Security-Policy")] = (
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "Stricter but for styles, which both UIs write into the page"),
        [("OpenApiUi", "Referrer-Policy")] = ("same-origin", "As Browser"),
        [("OpenApiUi", "Cross-Origin-Opener-Policy")] = ("unsafe-none", "A sign-in window tells its result through window.opener"),
        [("OpenApiUi", "Cross-Origin-Embedder-Policy")] = (null, "As Browser"),
    };

    /// <summary>By preset and feature: what the browser is told instead of OWASP's value (null: nothing), and why.</summary>
    private static readonly Dictionary<(string Preset, string Feature), (string? List, string Reason)> Features = new()
    {
        [("*", "sync-xhr")] = ("()", "Stricter: it freezes the page"),
        [("*", "interest-cohort")] = (null, "Gone from browsers, which warn of it"),
        [("*", "web-share")] = (null, "Browsers without it warn of it; it asks the user each time"),
        [("pages", "autoplay")] = (null, Pages),
        [("pages", "clipboard-write")] = (null, Pages + ": copy buttons"),
        [("pages", "encrypted-media")] = (null, Pages),
        [("pages", "fullscreen")] = (null, Pages),
        [("pages", "gamepad")] = (null, Pages),
        [("pages", "keyboard-map")] = (null, Pages),
        [("pages", "picture-in-picture")] = (null, Pages),
        [("pages", "publickey-credentials-get")] = (null, Pages + ": passkeys"),
        [("pages", "screen-wake-lock")] = (null, Pages),
    };

    /// <summary>What OWASP takes away and the default list does not, by the beginning of the name, and why. The option RemovedHeaders can.</summary>
    private static readonly Dictionary<string, string> Kept = new()
    {
        ["X-B3-"] = "Traces: whoever sends them back means to",
        ["X-Datadog-"] = "Traces",
        ["X-Tyk-Trace-Id"] = "Traces",
        ["X-Atmosphere-"] = "Part of a protocol",
        ["X-Kong-"] = "A gateway writes it after the application",
        ["X-Envoy-"] = "A gateway",
        ["X-Varnish-"] = "A cache",
        ["X-Litespeed-"] = "A server of its own",
        ["X-Backside-Transport"] = "A gateway",
        ["X-Kubernetes-"] = "A server of its own",
        ["K-Proxy-Request"] = "A gateway",
        ["X-CF-Powered-By"] = "A gateway",
        ["X-OneAgent-"] = "An agent in front",
        ["X-dt"] = "An agent in front",
        ["X-ruxit-"] = "An agent in front",
        ["X-BEServer"] = "Exchange",
        ["X-FEServer"] = "Exchange",
        ["X-CalculatedBETarget"] = "Exchange",
        ["X-DiagInfo"] = "Exchange",
        ["X-OWA-Version"] = "Exchange",
        ["$wsep"] = "Another product",
        ["Host-Header"] = "Another product",
        ["Liferay-"] = "Another product",
        ["OracleCommerceCloud-"] = "Another product",
        ["Pega-"] = "Another product",
        ["Powered-By"] = "Another product",
        ["Product"] = "An everyday word, which an API may use for its own",
        ["X-CMS"] = "Another product",
        ["X-Cocoon-"] = "Another product",
        ["X-Content-Encoded-By"] = "Another product",
        ["X-Framework"] = "Another product",
        ["X-Generated-By"] = "Another product",
        ["X-Generator"] = "Another product",
        ["X-Gitlab-"] = "Another product",
        ["X-Jitsi-"] = "Another product",
        ["X-Joomla-"] = "Another product",
        ["X-Mod-Pagespeed"] = "A server's module",
        ["X-Nextjs-"] = "Another product",
        ["X-Old-Content-Length"] = "A gateway",
        ["X-Page-Speed"] = "A server's module",
        ["X-Php-"] = "Another product",
        ["X-Powered-By-Plesk"] = "A server writes it after the application",
        ["X-Powered-CMS"] = "Another product",
        ["X-Redirect-By"] = "Another product",
        ["X-Server-Powered-By"] = "Another product",
        ["X-Turbo-Charged-By"] = "A server of its own",
        ["X-Umbraco-Version"] = "Another product",
        ["X-Woodpecker-"] = "Another product",
        ["SourceMap"] = "Debuggers of pages need it, and the map is to be kept back, not its name",
        ["X-SourceMap"] = "As SourceMap",
    };

    [Theory]
    [InlineData("Api")]
    [InlineData("Browser")]
    [InlineData("OpenApiUi")]
    public async Task Each_header_is_OWASP_s_or_has_a_reason(string preset)
    {
        var proposed = Read("headers_add.json").GetProperty("headers").EnumerateArray()
            .ToDictionary(header => header.GetProperty("name").GetString()!, header => header.GetProperty("value").GetString());
        Assert.True(proposed.Count >= 10, "OWASP's list is nearly empty.");
        await using var app = await TestApp.StartAsync(app => app.MapGet("/", () => "hello").AllowAnonymous(), new() { ["Headers:Preset"] = preset });
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example/");
        request.Headers.TryAddWithoutValidation("Authorization", "Custom abc");
        using var response = await app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);

        foreach (var (name, value) in proposed.Where(header => header.Key != "Permissions-Policy"))
        {
            AssertDiffersOnlyForAReason(name, value, response.Single(name), Deviations, preset);
        }

        var ours = FeaturesOf(response.Single("Permissions-Policy")!);
        foreach (var (feature, list) in FeaturesOf(proposed["Permissions-Policy"]!))
        {
            AssertDiffersOnlyForAReason(feature, list, ours.GetValueOrDefault(feature), Features, preset, preset == "Api" ? "*" : "pages");
        }

        Assert.All(ours, feature => Assert.Equal("()", feature.Value));
    }

    [Fact]
    public async Task Each_header_that_OWASP_takes_away_is_gone_or_has_a_reason_and_can_be_taken_away()
    {
        var names = Read("headers_remove.json").GetProperty("headers").EnumerateArray().Select(name => name.GetString()!).ToArray();
        Assert.True(names.Length >= 50, "OWASP's list is nearly empty.");
        Action<WebApplication> map = app => app.MapGet("/", (HttpResponse response) =>
        {
            foreach (var name in names)
            {
                response.Headers[name] = "1.2.3";
            }
        }).AllowAnonymous();
        await using var byDefault = await TestApp.StartAsync(map);
        await using var all = await TestApp.StartAsync(map, configure: options => options.Headers.RemovedHeaders = names);

        using var usual = await byDefault.CreateClient().GetAsync("/", TestContext.Current.CancellationToken);
        using var bare = await all.CreateClient().GetAsync("/", TestContext.Current.CancellationToken);

        Assert.All(names, name => Assert.NotEqual(usual.Single(name) is null, Kept.Keys.Any(kept => IsKept(kept, name))));
        Assert.All(names, name => Assert.Null(bare.Single(name)));
        Assert.All(Kept.Keys, kept => Assert.Contains(names, name => IsKept(kept, name)));
    }

    private static bool IsKept(string kept, string name) =>
        kept.EndsWith('-') || kept == "X-dt" ? name.StartsWith(kept, StringComparison.OrdinalIgnoreCase) : name.Equals(kept, StringComparison.OrdinalIgnoreCase);

    private static void AssertDiffersOnlyForAReason(
        string name, string? proposed, string? ours, Dictionary<(string, string), (string? Value, string Reason)> deviations, params string[] scopes)
    {
        foreach (var scope in (string[])[.. scopes, "*"])
        {
            if (deviations.TryGetValue((scope, name), out var deviation))
            {
                Assert.Equal($"{name}: {deviation.Value}", $"{name}: {ours}");
                Assert.False(proposed == ours, $"{name} is as OWASP has it; the reason can go: {deviation.Reason}");
                return;
            }
        }

        Assert.Equal($"{name}: {proposed}", $"{name}: {ours}");
    }

    private static Dictionary<string, string> FeaturesOf(string policy) =>
        policy.Split(", ").Select(member => member.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1]);

    private static JsonElement Read(string file)
    {
        var path = Path.Combine(Path.GetDirectoryName(Repository.Root)!, "shared", "data", "secure-headers", "ci", file);
        Assert.SkipUnless(File.Exists(path), "OWASP's lists are not beside the repository.");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }
}
