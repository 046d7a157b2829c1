using ApiSecurity.Posture;
using ApiSecurity.Tests;
using Microsoft.AspNetCore.TestHost;
using OrdersApi;
using OrdersApi.Development;

namespace ApiSecurity.IntegrationTests.Samples;

/// <summary>The sample has nothing to find, and docs/posture.md shows its report.</summary>
public sealed class PostureTests
{
    private static readonly string Page = Repository.PathOf("docs", "posture.md");

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task The_sample_has_nothing_to_find(string environment)
    {
        await using var app = await StartAsync(environment);

        var report = app.Services.GetRequiredService<ApiPosture>().GetReport();

        Assert.NotEmpty(report.Endpoints);
        Assert.Empty(report.FindingsFrom(PostureSeverity.Low).Select(finding => finding.ToString()));
    }

    /// <summary>To write it anew: <c>APISECURITY_WRITE_DOCS=1</c>.</summary>
    [Fact]
    public async Task The_page_shows_the_sample()
    {
        await using var app = await StartAsync("Production");
        var posture = app.Services.GetRequiredService<ApiPosture>();

        await ShowsAsync("endpoints", posture.GetReport().ToMarkdown());
        await ShowsAsync("matrix", (await posture.GetMatrixAsync(TestContext.Current.CancellationToken)).ToMarkdown());
    }

    private static async Task ShowsAsync(string name, string table)
    {
        var (begin, end) = ($"<!-- begin {name} -->\n", $"\n<!-- end {name} -->");
        var page = await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken);
        var (from, to) = (page.IndexOf(begin, StringComparison.Ordinal) + begin.Length, page.IndexOf(end, StringComparison.Ordinal));
        table = table.ReplaceLineEndings("\n").TrimEnd('\n');
        if (Environment.GetEnvironmentVariable("APISECURITY_WRITE_DOCS") == "1")
        {
            page = page[..from] + table + page[to..];
            await File.WriteAllTextAsync(Page, page, TestContext.Current.CancellationToken);
            return;
        }

        Assert.True(page[from..to] == table, $"docs/posture.md does not show the sample's {name} as they are. Run this test with APISECURITY_WRITE_DOCS=1. They are:\n{table}");
    }

    private static async Task<WebApplication> StartAsync(string environment)
    {
        var app = OrdersApplication.Build(["--environment", environment], builder =>
        {
            DevelopmentIssuer.AddTo(builder.Services);
            builder.Logging.ClearProviders();
            builder.WebHost.UseTestServer();
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
