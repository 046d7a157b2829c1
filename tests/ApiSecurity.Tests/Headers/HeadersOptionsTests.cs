using ApiSecurity.Headers;
using ApiSecurity.Pipeline;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Tests.Headers;

/// <summary>What a browser would ignore, or somebody else could use, stops the start and says what to write.</summary>
public sealed class HeadersOptionsTests
{
    [Theory]
    [InlineData("Preset", "Apis", "Preset has a value that can't be used. Write one of Api, Browser, OpenApiUi, None.")]
    [InlineData("XFrameOptions", "ALLOWALL", "XFrameOptions has a value that browsers don't know. Write one of DENY, SAMEORIGIN, or \"\" to send no such header.")]
    [InlineData("XFrameOptions", "DENY\r\nX-Injected: 1", "XFrameOptions has a line break or another character that can't be in a header. Write it in one line of US-ASCII characters.")]
    [InlineData("XContentTypeOptions", "sniff", "XContentTypeOptions has a value that browsers don't know. Write one of nosniff, or \"\" to send no such header.")]
    [InlineData("ReferrerPolicy", "no-referer", "ReferrerPolicy has a value that browsers don't know.")]
    [InlineData("CrossOriginOpenerPolicy", "same_origin", "CrossOriginOpenerPolicy has a value that browsers don't know.")]
    [InlineData("CrossOriginEmbedderPolicy", "require", "CrossOriginEmbedderPolicy has a value that browsers don't know.")]
    [InlineData("CrossOriginResourcePolicy", "same-orign", "CrossOriginResourcePolicy has a value that browsers don't know.")]
    [InlineData("CacheControl", "no-store\n", "CacheControl has a line break")]
    [InlineData("PermissionsPolicy", "camera 'none'", "PermissionsPolicy has a member that is not feature=list")]
    [InlineData("PermissionsPolicy", "camera=(), ", "PermissionsPolicy has a member that is not feature=list")]
    [InlineData("PermissionsPolicy", "camera=(https://a.example)", "PermissionsPolicy has a member that is not feature=list")]
    [InlineData("PermissionsPolicy", "Camera=()", "PermissionsPolicy has a member that is not feature=list")]
    [InlineData("ContentSecurityPolicy", "default-src self", "ContentSecurityPolicy has in default-src a source that is taken for a host's name. Put single quotes around keywords, nonces and hashes: 'self'.")]
    [InlineData("ContentSecurityPolicy", "defualt-src 'self'", "ContentSecurityPolicy has a directive that browsers don't know. Did you mean default-src?")]
    [InlineData("ContentSecurityPolicy", "script-src 'self'; script-src 'none'", "ContentSecurityPolicy has script-src twice, and browsers read the first only.")]
    [InlineData("ContentSecurityPolicy", "script-src 'none' https:", "ContentSecurityPolicy has in script-src 'none' beside other sources, and browsers ignore it then.")]
    [InlineData("ContentSecurityPolicy", "script-src 'nonce-abc123'", "ContentSecurityPolicy has in script-src a source that is a nonce that never changes, so that an attacker can know it.")]
    [InlineData("ContentSecurityPolicy", "script-src nonce-abc123", "ContentSecurityPolicy has in script-src a source that is taken for a host's name.")]
    [InlineData("ContentSecurityPolicy", "script-src 'sha256-abc'", "ContentSecurityPolicy has in script-src a source that is a hash of the wrong length or alphabet.")]
    [InlineData("ContentSecurityPolicy", "script-src 'unsafe-everything'", "ContentSecurityPolicy has in script-src a source that is a keyword that browsers don't know.")]
    [InlineData("ContentSecurityPolicy", "script-src 'self", "ContentSecurityPolicy has in script-src a source that is a keyword that browsers don't know.")]
    [InlineData("ContentSecurityPolicy", "img-src 'nonce-{nonce}'", "ContentSecurityPolicy has in img-src a keyword, nonce or hash that means nothing there.")]
    [InlineData("ContentSecurityPolicy", "img-src https://", "ContentSecurityPolicy has in img-src a source that is no scheme, host or keyword.")]
    [InlineData("ContentSecurityPolicy", "img-src http://a.example?x=1", "ContentSecurityPolicy has in img-src a source that is no scheme, host or keyword.")]
    [InlineData("ContentSecurityPolicy", "default-src 'self', script-src *", "ContentSecurityPolicy has a comma, which starts a second policy.")]
    [InlineData("ContentSecurityPolicy", "block-all-mixed-content", "ContentSecurityPolicy has block-all-mixed-content, which browsers ignore by now.")]
    [InlineData("ContentSecurityPolicy", "default-src 'self'; report-to csp", "ContentSecurityPolicy has a report-to that names no reporting endpoint.")]
    [InlineData("ContentSecurityPolicyReportOnly", "sandbox", "ContentSecurityPolicyReportOnly has sandbox, which browsers ignore in a report-only policy.")]
    [InlineData("Hsts:MaxAge", "-1.00:00:00", "Hsts:MaxAge is negative.")]
    [InlineData("Hsts:Preload", "maybe", "Hsts:Preload has a value that can't be used.")]
    [InlineData("Custom:X Y", "1", "Custom:X Y is not a header's name.")]
    [InlineData("Custom:X-Own", "a\r\nb: c", "Custom:X-Own has a line break")]
    [InlineData("Custom:x-frame-options", "DENY", "Custom:x-frame-options has a key of its own. Set XFrameOptions instead.")]
    [InlineData("Custom:Set-Cookie", "a=b", "Custom:Set-Cookie is a header that the server or the application writes for each answer.")]
    [InlineData("Hsts:DisabledReason", "false", "Hsts:DisabledReason is no reason, and any text switches the feature off.")]
    [InlineData("Hsts:DisabledReason", " ", "Hsts:DisabledReason is empty. Say why the header is not sent, or remove the key.")]
    [InlineData("RemovedHeaders:0", "Content-Type", "RemovedHeaders:0 would take Content-Type from every answer, which clients need.")]
    [InlineData("RemovedHeaders:0", "X-Frame-Options", "RemovedHeaders:0 is X-Frame-Options, which the default policy sends.")]
    [InlineData("RemovedHeaders:0", "X-Powered-By: PHP", "RemovedHeaders:0 is not a header's name.")]
    [InlineData("ReportingEndpoints:csp", "http://reports.example/", "ReportingEndpoints:csp is not a place that a browser sends reports to.")]
    [InlineData("ReportingEndpoints:csp", "/a\"b", "ReportingEndpoints:csp is not a place that a browser sends reports to.")]
    [InlineData("ReportingEndpoints:csp", "//evil.example", "ReportingEndpoints:csp is not a place that a browser sends reports to.")]
    [InlineData("ReportingEndpoints:Csp", "/reports", "ReportingEndpoints:Csp is not a name that a browser takes.")]
    [InlineData("Policies:Browser:XFrameOptions", "DENY", "Policies:Browser has the name of a preset.")]
    [InlineData("Policies:docs:XFrameOptions", "NO", "Policies:docs:XFrameOptions has a value that browsers don't know.")]
    [InlineData("Policies:docs:DisabledReason", " ", "Policies:docs:DisabledReason is empty.")]
    [InlineData("Policies:docs:Presett", "Api", "Policies:docs:Presett is not a key that ApiSecurity knows. Did you mean Preset?")]
    [InlineData("Paths:swagger", "OpenApiUi", "Paths:swagger is not a path.")]
    [InlineData("Paths:/swagger/*", "OpenApiUi", "Paths:/swagger/* is not a path.")]
    [InlineData("Paths:/swagger", "OpenApi", "Paths:/swagger names a policy that does not exist. Known policies: Api, Browser, None, OpenApiUi.")]
    public async Task It_stops_the_start(string key, string value, string message)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.StartAsync(settings: new() { [$"Headers:{key}"] = value }));

        Assert.StartsWith($"ApiSecurity:Headers:{message}", Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preload_needs_what_the_lists_ask_for()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.StartAsync(
            configure: options => (options.Headers.Hsts.Preload, options.Headers.Hsts.MaxAge) = (true, TimeSpan.FromDays(30))));

        Assert.StartsWith("ApiSecurity:Headers:Hsts:Preload needs IncludeSubDomains and a MaxAge of at least a year", Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_errors_are_told_at_once()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.StartAsync(configure: options =>
        {
            options.Headers.Preset = (SecurityHeadersPreset)17;
            options.Headers.XFrameOptions = "no";
            options.Headers.Policies["a"] = new HeadersPolicyOptions { Mode = (ApiSecurityMode)9, ReferrerPolicy = "no" };
        }));

        Assert.Equal(4, error.Failures.Count());
    }

    [Theory]
    [InlineData("Headers:ContentSecurityPolicy", "script-src 'self' 'unsafe-inline'", "script-src")]
    [InlineData("Headers:ContentSecurityPolicy", "default-src * 'unsafe-eval'", "default-src")]
    [InlineData("Headers:Policies:docs:ContentSecurityPolicy", "script-src data:", "Policies:docs")]
    public async Task A_policy_that_lets_any_script_run_is_told_at_start(string key, string policy, string expected)
    {
        await using var app = await TestApp.StartAsync(settings: new() { [key] = policy });

        var summary = app.Logs.GetSnapshot().Single(record => record.Id.Name == "StartupSummary").Message;
        Assert.Contains(summary.Split('\n'), line => line.Contains("note", StringComparison.Ordinal) && line.Contains(expected, StringComparison.Ordinal) && line.Contains("script", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reports_go_where_the_options_say()
    {
        await using var app = await TestApp.StartAsync(
            app =>
            {
                app.MapGet("/", () => "x").AllowAnonymous();
                app.MapGet("/quiet", () => "x").AllowAnonymous().WithSecurityHeaders(headers => headers.ContentSecurityPolicyReportOnly = string.Empty);
            },
            new()
            {
                ["Headers:ReportingEndpoints:csp"] = "https://reports.example/csp",
                ["Headers:ReportingEndpoints:other"] = "/reports",
                ["Headers:ContentSecurityPolicyReportOnly"] = "default-src 'self'; report-to csp",
            });

        using var reporting = await app.CreateClient().GetAsync("/", TestContext.Current.CancellationToken);
        using var quiet = await app.CreateClient().GetAsync("/quiet", TestContext.Current.CancellationToken);

        Assert.Equal("csp=\"https://reports.example/csp\", other=\"/reports\"", reporting.Single("Reporting-Endpoints"));
        Assert.Equal("default-src 'self'; report-to csp", reporting.Single("Content-Security-Policy-Report-Only"));
        reporting.Carries(PresetTests.Api);
        Assert.Null(quiet.Single("Reporting-Endpoints"));
        Assert.Null(quiet.Single("Content-Security-Policy-Report-Only"));
    }

    /// <summary>Whatever is written, the rule says yes or no; and what it lets through is one line of header text.</summary>
    [Fact]
    public void No_text_breaks_the_rule_or_gets_through_as_a_second_line()
    {
        foreach (var text in HostileTexts())
        {
            var options = new HeadersOptions
            {
                ContentSecurityPolicy = text,
                ContentSecurityPolicyReportOnly = $"script-src {text}",
                PermissionsPolicy = text,
                ReferrerPolicy = text,
                XFrameOptions = text,
                CrossOriginOpenerPolicy = text,
                CacheControl = text,
                Custom = { ["X-Own"] = text },
                ReportingEndpoints = { ["csp"] = text },
                Paths = { [text] = text },
                Policies = { ["p"] = new HeadersPolicyOptions { ContentSecurityPolicy = $"default-src 'self'; {text}" } },
            };
            options.Custom[text] = "x";
            options.ReportingEndpoints[text] = "/x";
            var errors = new ConfigurationErrors("H");

            new HeadersOptionsRule().Check(options, errors);

            var bad = text.Any(letter => letter is < ' ' or > '~');
            Assert.All((string[])["ContentSecurityPolicy", "PermissionsPolicy", "XFrameOptions", "CacheControl", "Custom:X-Own", "ReportingEndpoints:csp", "Policies:p:ContentSecurityPolicy"], key =>
                Assert.True(!bad || errors.Messages.Any(message => message.StartsWith($"H:{key} ", StringComparison.Ordinal)), $"{key} took: {text}"));
            Assert.DoesNotContain(errors.Messages, message => message.Contains('\n'));
        }
    }

    private static IEnumerable<string> HostileTexts()
    {
        string[] own =
        [
            "\r\nSet-Cookie: a=b", "a\0b", "é", "\u2028", "'self'\t;", ";;;;", " ", ",", "=", "()", "(", "\"", "'", "''", "'nonce-'", "'sha256-'", "*:", "https:///", "a..b",
            "https://[::1]", new string(';', 100_000), new string('a', 100_000), string.Join(' ', Enumerable.Repeat("'self'", 50_000)), string.Join(", ", Enumerable.Repeat("camera=()", 50_000)),
        ];
        var file = Path.Combine(Path.GetDirectoryName(Repository.Root)!, "shared", "data", "naughty-strings", "blns.json");
        return File.Exists(file) ? own.Concat(System.Text.Json.JsonSerializer.Deserialize<string[]>(File.ReadAllText(file))!.Where(text => text.Length > 0)) : own;
    }
}
