using ApiSecurity.Posture;
using ApiSecurity.Tests.Authorization;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Tests.Posture;

/// <summary>What findings do to the start: they stop it, warn, or are waived.</summary>
public sealed class PostureStartTests
{
    private const string OpenPost = "POST /login: anonymous_without_reason (High). Anybody may call it, and nothing says why. Remove AllowAnonymous; or say why: [PublicEndpoint(\"…\")], .AsPublicEndpoint(\"…\").";

    public static TheoryData<string, string?, string?, bool> Starts() => new()
    {
        { "Production", null, null, false },
        { "Staging", null, null, false },
        { "Development", null, null, true },
        { "Development", "High", null, false },
        { "Development", "Info", null, false },
        { "Production", "High", "Report", true },
    };

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task A_high_finding_stops_the_start_but_in_Development_and_in_Report_mode(string environment, string? failOn, string? mode, bool starts)
    {
        var settings = new Dictionary<string, string?>();
        if (failOn is not null)
        {
            settings["Posture:FailOn"] = failOn;
        }

        if (mode is not null)
        {
            settings["Posture:Mode"] = mode;
        }

        if (starts)
        {
            await using var app = await PostureApp.StartAsync(MapOpen, settings, environment: environment, enforce: true);
            var log = app.App.Logs.GetSnapshot().Single(record => record.Id.Name == "PostureFindings");
            Assert.Equal(LogLevel.Warning, log.Level);
            Assert.Contains("High   anonymous_without_reason   POST /login: Anybody may call it, and nothing says why.", log.Message, StringComparison.Ordinal);
            return;
        }

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => PostureApp.StartAsync(MapOpen, settings, environment: environment, enforce: true));
        Assert.Contains($"- {OpenPost} To accept it for a while, add {{ \"Finding\": \"anonymous_without_reason\", \"Endpoint\": \"POST /login\", \"Reason\": \"…\", \"Until\": \"…\" }} to ApiSecurity:Posture:Waivers.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Medium", false)]
    [InlineData("High", true)]
    [InlineData(null, true)]
    public async Task The_severity_from_which_it_stops_can_be_chosen(string? failOn, bool starts)
    {
        static void Map(WebApplication app) => app.MapGet("/things/{id}", (string id) => id);
        var settings = new Dictionary<string, string?> { ["Posture:FailOn"] = failOn };
        if (starts)
        {
            await using var app = await PostureApp.StartAsync(Map, settings, enforce: true);
            Assert.DoesNotContain(app.App.Logs.GetSnapshot(), record => record.Id.Name == "PostureFindings");
            Assert.Equal(LogLevel.Information, app.App.Logs.GetSnapshot().Single(record => record.Id.Name == "PostureNotes").Level);
            return;
        }

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => PostureApp.StartAsync(Map, settings, enforce: true));
        Assert.Contains("GET /things/{id}: id_without_object_rule (Medium).", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_switches_it_off_and_leaves_the_report()
    {
        await using var app = await PostureApp.StartAsync(MapOpen, new() { ["Posture:DisabledReason"] = "another tool does it" }, enforce: true);

        Assert.Contains("off     posture          another tool does it", DenyByDefaultTests.Summary(app.App), StringComparison.Ordinal);
        Assert.DoesNotContain(app.App.Logs.GetSnapshot(), record => record.Category == "ApiSecurity.Posture");
        Assert.Equal(["High POST /login"], app.Found(PostureFindingIds.AnonymousWithoutReason));
    }

    [Fact]
    public async Task A_clean_application_has_nothing_to_tell()
    {
        await using var app = await PostureApp.StartAsync(app => app.MapGet("/a", () => "a").RequirePermission("a.read"), new() { ["Posture:FailOn"] = "Info" }, enforce: true);

        Assert.Empty(app.Report.Findings);
        Assert.Contains("on      posture          1 endpoints; findings: 0 high, 0 medium, 0 low, 0 for information, 0 waived", DenyByDefaultTests.Summary(app.App), StringComparison.Ordinal);
        Assert.DoesNotContain(app.App.Logs.GetSnapshot(), record => record.Category == "ApiSecurity.Posture" && record.Level > LogLevel.Debug);
    }

    [Fact]
    public async Task The_table_of_endpoints_is_logged_when_asked_for()
    {
        await using var app = await PostureApp.StartAsync(app => app.MapGet("/a", () => "a").RequirePermission("a.read"), new() { ["Posture:LogEndpoints"] = "true" });

        var table = app.App.Logs.GetSnapshot().Single(record => record.Id.Name == "PostureEndpoints");
        Assert.Equal(LogLevel.Information, table.Level);
        Assert.Contains("| GET /a | permission a.read | – | – | per address, 600/min; per client, 300/min; 1048576 bytes | – |", table.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST /login", "2026-01-01")]
    [InlineData("post /login", "2026-01-02")]
    public async Task A_waiver_waives_until_the_end_of_its_last_day(string endpoint, string until)
    {
        await using var app = await PostureApp.StartAsync(MapOpen, Waiver(PostureFindingIds.AnonymousWithoutReason, endpoint, until), enforce: true);

        var finding = app.Report.Findings.Single(finding => finding.Id == PostureFindingIds.AnonymousWithoutReason);
        Assert.True(finding.IsWaived);
        Assert.Equal(("the gateway asks", DateOnly.Parse(until, null)), (finding.WaiverReason, finding.WaivedUntil));
        Assert.Contains("1 waived", DenyByDefaultTests.Summary(app.App), StringComparison.Ordinal);
        Assert.Empty(app.Report.FindingsFrom(PostureSeverity.Low));

        app.App.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(["High POST /login"], app.Report.FindingsFrom(PostureSeverity.High).Select(late => $"{late.Severity} {late.Endpoint}"));
        Assert.Equal(["Medium POST /login"], app.Found(PostureFindingIds.WaiverExpired));
    }

    [Fact]
    public async Task A_waiver_that_has_ended_counts_as_none_and_says_so()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => PostureApp.StartAsync(
            MapOpen, new(Waiver(PostureFindingIds.AnonymousWithoutReason, "POST /login", "2025-12-31")) { ["Posture:FailOn"] = "Medium" }, enforce: true));

        Assert.Contains("- POST /login: anonymous_without_reason (High).", error.Message, StringComparison.Ordinal);
        Assert.Contains("- POST /login: waiver_expired (Medium). ApiSecurity:Posture:Waivers:0 for anonymous_without_reason of POST /login ended with 2025-12-31, so the finding counts again.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PostureFindingIds.AnonymousWithoutReason, "POST /logon")]
    [InlineData(PostureFindingIds.IdWithoutObjectRule, "POST /login")]
    [InlineData(PostureFindingIds.AnonymousWithoutReason, "")]
    public async Task A_waiver_that_waives_nothing_is_told(string finding, string endpoint)
    {
        await using var app = await PostureApp.StartAsync(MapOpen, Waiver(finding, endpoint, "2027-01-31"));

        Assert.Equal(["Low -"], app.Found(PostureFindingIds.WaiverUnused));
        Assert.Equal(["High POST /login"], app.Found(PostureFindingIds.AnonymousWithoutReason));
    }

    [Fact]
    public async Task An_endpoint_can_have_its_waiver_itself()
    {
        await using var app = await PostureApp.StartAsync(
            app =>
            {
                app.MapPost("/login", [WaiveFinding(PostureFindingIds.AnonymousWithoutReason, "2026-01-01", "release 7")] () => "in").AllowAnonymous();
                app.MapPost("/unused", () => "in").WaiveFinding(PostureFindingIds.AnonymousWithoutReason, "2026-01-01", "release 7");
                app.MapGet("/ended/{id}", (string id) => id).WaiveFinding(PostureFindingIds.IdWithoutObjectRule, "2025-12-31", "release 6");
            },
            enforce: true);

        Assert.Equal(
            [("anonymous_without_reason", "POST /login", "release 7"), ("id_without_object_rule", "GET /ended/{id}", null), ("waiver_expired", "GET /ended/{id}", null), ("waiver_unused", "POST /unused", null)],
            app.Report.Findings.Select(finding => (finding.Id, finding.Endpoint!.Name, finding.WaiverReason)).Order());
    }

    [Fact]
    public async Task A_waiver_of_a_group_may_be_for_some_of_its_endpoints_and_is_told_once_if_it_is_for_none()
    {
        await using var app = await PostureApp.StartAsync(app =>
        {
            var some = app.MapGroup("/some").WaiveFinding(PostureFindingIds.IdWithoutObjectRule, "2026-01-01", "release 7");
            some.MapGet("/{id}", (string id) => id);
            some.MapGet("/", () => "all");
            var none = app.MapGroup("/none").WaiveFinding(PostureFindingIds.IdWithoutObjectRule, "2026-01-01", "release 7");
            none.MapGet("/a", () => "a");
            none.MapGet("/b", () => "b");
        });

        Assert.Equal(["Low GET /none/a"], app.Found(PostureFindingIds.WaiverUnused));
        Assert.Equal("release 7", Assert.Single(app.Report.Findings, finding => finding.Id == PostureFindingIds.IdWithoutObjectRule).WaiverReason);
    }

    [Theory]
    [InlineData("no_such_finding", "2027-01-31", "reason")]
    [InlineData(PostureFindingIds.AllMethods, "31.1.2027", "reason")]
    [InlineData(PostureFindingIds.AllMethods, "2027-02-30", "reason")]
    [InlineData(PostureFindingIds.AllMethods, "2027-01-31", " ")]
    public void What_is_no_waiver_is_refused(string finding, string until, string reason) => Assert.Throws<ArgumentException>(() => new WaiveFindingAttribute(finding, until, reason));

    [Theory]
    [InlineData("Finding", "id_without_objects_rule", "ApiSecurity:Posture:Waivers:0:Finding is the id of no finding. Did you mean id_without_object_rule?")]
    [InlineData("Reason", "", "ApiSecurity:Posture:Waivers:0:Reason is no reason. Say why the finding is accepted.")]
    [InlineData("Reason", "true", "ApiSecurity:Posture:Waivers:0:Reason is no reason. Say why the finding is accepted.")]
    [InlineData("Until", null, "ApiSecurity:Posture:Waivers:0:Until is missing. Write the last day on which the waiver counts: 2027-01-31.")]
    [InlineData("Until", "soon", "ApiSecurity:Posture:Waivers:0:Until has a value that can't be used.")]
    public async Task A_waiver_needs_a_finding_a_reason_and_an_end(string key, string? value, string expected)
    {
        var settings = Waiver(PostureFindingIds.AnonymousWithoutReason, "POST /login", "2027-01-31");
        settings[$"Posture:Waivers:0:{key}"] = value;

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => PostureApp.StartAsync(MapOpen, settings));

        Assert.Contains(error.Failures, failure => failure.StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_severity_that_does_not_exist_is_refused()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => PostureApp.StartAsync(MapOpen, new() { ["Posture:FailOn"] = "Terrible" }));

        Assert.Contains("ApiSecurity:Posture:FailOn has a value that can't be used. Write one of Info, Low, Medium, High.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void A_reason_has_to_be_one(string? reason)
    {
        Assert.ThrowsAny<ArgumentException>(() => new ApiSecurity.Authorization.PublicEndpointAttribute(reason!));
        Assert.ThrowsAny<ArgumentException>(() => new ApiSecurity.Authorization.AllowUncheckedIdsAttribute(reason!));
    }

    internal static Dictionary<string, string?> Waiver(string finding, string endpoint, string until) => new()
    {
        ["Posture:Waivers:0:Finding"] = finding,
        ["Posture:Waivers:0:Endpoint"] = endpoint,
        ["Posture:Waivers:0:Reason"] = "the gateway asks",
        ["Posture:Waivers:0:Until"] = until,
    };

    private static void MapOpen(WebApplication app) => app.MapPost("/login", () => "in").AllowAnonymous();
}
