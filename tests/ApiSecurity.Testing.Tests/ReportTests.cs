using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ApiSecurity.Posture;
using ApiSecurity.Testing.Tests.Shop;

namespace ApiSecurity.Testing.Tests;

/// <summary>What comes out: reports, exceptions, waivers, bounds.</summary>
public sealed partial class ReportTests
{
    private static readonly string[] Endpoints = ["GET /orders/{id:guid}", "GET /errors/sql"];

    [Fact]
    public async Task The_report_on_the_page_is_that_of_the_shop()
    {
        var page = await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken);
        var report = await RunAsync(new Holes("order_read", "error_sql"));
        var text = Guids().Replace(report.ToMarkdown(), "7b6ad0f2-…").ReplaceLineEndings("\n").TrimEnd('\n');
        // A page has one title.
        text = text.Replace("# Security tests\n\n", string.Empty, StringComparison.Ordinal).Replace("## ", "#### ", StringComparison.Ordinal);

        var (from, to) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("APISECURITY_WRITE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(Page, page[..from] + text + page[to..], TestContext.Current.CancellationToken);
            return;
        }

        Assert.True(page[from..to] == text, $"docs/test-kit.md does not show the report as it is. Run this test with APISECURITY_WRITE_DOCS=1. It is:\n{text}");
    }

    [Fact]
    public async Task Sarif_has_what_the_standard_and_code_hosts_ask_for()
    {
        var report = await RunAsync(new Holes("order_read", "error_sql"), tests => tests.Waive(SecurityTestFindingIds.ErrorTelling, "*", "it goes with release 7"));
        var log = JsonNode.Parse(report.ToSarif("src/Shop/Program.cs"))!;

        Assert.Equal("2.1.0", (string?)log["version"]);
        var run = Assert.Single(log["runs"]!.AsArray())!;
        var rules = run["tool"]!["driver"]!["rules"]!.AsArray();
        Assert.Equal("ApiSecurity.Testing", (string?)run["tool"]!["driver"]!["name"]);
        Assert.Equal(rules.Count, rules.Select(rule => (string?)rule!["id"]).Distinct().Count());
        Assert.All(rules, rule => Assert.Contains((string?)rule!["defaultConfiguration"]!["level"], (string[])["error", "warning", "note"]));
        var results = run["results"]!.AsArray();
        Assert.Equal(report.Findings.Count, results.Count);
        Assert.All(results, result =>
        {
            Assert.Equal((string?)result!["ruleId"], (string?)rules[(int)result["ruleIndex"]!]!["id"]);
            Assert.False(string.IsNullOrEmpty((string?)result["message"]!["text"]));
            var location = Assert.Single(result["locations"]!.AsArray())!;
            Assert.Equal("src/Shop/Program.cs", (string?)location["physicalLocation"]!["artifactLocation"]!["uri"]);
            Assert.Contains((string?)location["logicalLocations"]![0]!["fullyQualifiedName"], Endpoints);
            Assert.False(string.IsNullOrEmpty((string?)result["partialFingerprints"]!["endpointRule/v1"]));
        });
        var waived = Assert.Single(results, result => result!["suppressions"] is not null)!;
        Assert.Equal("it goes with release 7", (string?)waived["suppressions"]![0]!["justification"]);
    }

    [Fact]
    public async Task What_is_found_fails_the_test_and_what_is_waived_does_not()
    {
        var report = await RunAsync(new Holes("order_read"));
        var thrown = Assert.Throws<SecurityTestException>(() => report.ThrowIfAny());
        Assert.Contains("GET /orders/{id:guid}: object_read (High).", thrown.Message, StringComparison.Ordinal);

        var waived = await RunAsync(new Holes("order_read"), tests => tests.Waive(SecurityTestFindingIds.ObjectRead, "GET /orders/{id:guid}", "reviewed"));
        waived.ThrowIfAny();
        Assert.Equal("reviewed", Assert.Single(waived.Findings).WaiverReason);
        Assert.Contains("1 waived", waived.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_runs_say_the_same_and_no_token_is_in_either()
    {
        var first = await RunAsync(new Holes("order_read", "error_sql"));
        var second = await RunAsync(new Holes("order_read", "error_sql"));

        Assert.Equal(Guids().Replace(first.ToMarkdown(), "id"), Guids().Replace(second.ToMarkdown(), "id"));
        Assert.DoesNotContain("eyJ", first.ToMarkdown() + first.ToSarif() + first, StringComparison.Ordinal);
        Assert.DoesNotContain("ring twice", first.ToMarkdown() + first.ToSarif() + first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_sends_no_more_than_it_may()
    {
        var report = await RunAsync(new Holes(), tests => tests.Options.MaxRequestsPerCase = 3);

        Assert.All(report.Results, result => Assert.InRange(result.Attacks, 0, 3));
        Assert.Contains(report.Results, result => result.Notes.Contains("stopped at 3 requests"));
    }

    [Fact]
    public async Task Files_are_written_where_they_are_wanted()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var report = await RunAsync(new Holes());
            await report.WriteAsync(Path.Combine(folder.FullName, "new"), cancellationToken: TestContext.Current.CancellationToken);

            Assert.Equal(["security-tests.md", "security-tests.sarif"], Directory.EnumerateFiles(Path.Combine(folder.FullName, "new")).Select(Path.GetFileName).Order());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_host_on_a_real_server_is_refused()
    {
        using var tokens = new TestTokens();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        await using var tests = SecurityTests.For(app, tokens).WithSeed((_, _) => ValueTask.CompletedTask);

        var thrown = await Assert.ThrowsAsync<SecurityTestException>(() => tests.RunAsync(TestContext.Current.CancellationToken));
        Assert.Contains("UseTestServer", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_waiver_of_nothing_that_there_is_is_a_mistake()
    {
        using var factory = new Microsoft.AspNetCore.Mvc.Testing.WebApplicationFactory<OrdersApi.Data.Order>();

        Assert.Throws<ArgumentException>(() => SecurityTests.For(factory).Waive("object_raed", "*", "reviewed"));
    }

    private const string Begin = "<!-- begin report -->\n";
    private const string End = "\n<!-- end report -->";

    private static string Page
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder!.FullName, "ApiSecurity.sln")))
            {
                folder = folder.Parent;
            }

            return Path.Combine(folder.FullName, "docs", "test-kit.md");
        }
    }

    /// <summary>Of two endpoints only.</summary>
    private static async Task<SecurityTestReport> RunAsync(Holes holes, Action<SecurityTests>? configure = null)
    {
        using var tokens = new TestTokens();
        await using var app = await ShopApi.StartAsync(tokens, holes);
        await using var tests = SecurityTests.For(app, tokens).WithSeed(new ShopSeed());
        foreach (var endpoint in app.Services.GetRequiredService<ApiPosture>().GetReport().Endpoints.Where(endpoint => !Endpoints.Contains(endpoint.Name)))
        {
            tests.Options.Skip[endpoint.Name] = "not in this test";
        }

        configure?.Invoke(tests);
        return await tests.RunAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Guids();
}
