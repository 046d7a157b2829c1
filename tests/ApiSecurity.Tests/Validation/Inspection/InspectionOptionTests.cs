using System.Net;
using System.Text;
using System.Text.Json;
using ApiSecurity.Validation;

namespace ApiSecurity.Tests.Validation.Inspection;

public sealed class InspectionOptionTests
{
    private static readonly string Target = "/a?q=" + Uri.EscapeDataString(InspectedApp.Attack);

    [Fact]
    public async Task By_itself_an_attack_is_told_and_goes_on()
    {
        await using var app = await ValidatedApp.StartAsync(app => app.MapGet("/a", () => "here"));

        Assert.Equal((HttpStatusCode.OK, "here"), await app.GetAsync(Target));
        var told = await app.NextInspectionAsync();
        Assert.Equal(("malicious_input", "attack_suspected", SecurityEventOutcome.Observed), (told.Name, told.Reason, told.Outcome));
        Assert.DoesNotContain("1", told.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_does_not_say_which_rule_it_was()
    {
        await using var app = await InspectedApp.StartAsync(blocks: true);

        var (status, text) = await app.GetAsync(Target);
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal("attack_suspected", JsonDocument.Parse(text).RootElement.GetProperty("code").GetString());
        Assert.DoesNotContain("sql", text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(SecurityEventOutcome.Refused, (await app.NextInspectionAsync()).Outcome);
    }

    [Theory]
    [InlineData("Inspection:Mode")]
    [InlineData("Mode")]
    public async Task In_report_mode_it_is_told_that_it_would_be_refused(string key)
    {
        await using var app = await InspectedApp.StartAsync(blocks: true, new() { [key] = "Report" });

        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(Target)).Status);
        Assert.Equal(SecurityEventOutcome.Reported, (await app.NextInspectionAsync()).Outcome);
    }

    [Theory]
    [InlineData("Inspection:DisabledReason", "a gateway does it")]
    [InlineData("Inspection:Action", "Off")]
    [InlineData("Inspection:Classes:Sql", "Off")]
    [InlineData("Inspection:Classes:Sql", "Detect")]
    [InlineData("Inspection:Threshold", "50")]
    public async Task What_is_off_or_only_detected_is_not_refused(string key, string value)
    {
        await using var app = await InspectedApp.StartAsync(
            app => app.MapGet("/a", () => "here"), new() { ["Inspection:Action"] = "Block", [key] = value });

        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(Target)).Status);
    }

    [Fact]
    public async Task One_class_can_be_blocked_alone()
    {
        await using var app = await InspectedApp.StartAsync(blocks: false, new() { ["Inspection:Classes:Sql"] = "Block" });

        Assert.Equal(HttpStatusCode.Forbidden, (await app.GetAsync(Target)).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/a?q=" + Uri.EscapeDataString("<script>alert(1)</script>"))).Status);
    }

    [Theory]
    [InlineData("Rule", "sql.break-out", HttpStatusCode.Forbidden)]
    [InlineData("Rule", "Sql", HttpStatusCode.OK)]
    [InlineData("Rule", "Script", HttpStatusCode.Forbidden)]
    [InlineData("Place", "query:q", HttpStatusCode.OK)]
    [InlineData("Place", "query:*", HttpStatusCode.OK)]
    [InlineData("Place", "query:other", HttpStatusCode.Forbidden)]
    [InlineData("Path", "/a", HttpStatusCode.OK)]
    [InlineData("Path", "/b/*", HttpStatusCode.Forbidden)]
    public async Task An_exclusion_leaves_alone_what_it_names_and_nothing_else(string key, string value, HttpStatusCode status)
    {
        await using var app = await InspectedApp.StartAsync(
            blocks: true, new() { [$"Inspection:Exclusions:0:{key}"] = value, ["Inspection:Exclusions:0:Reason"] = "names have quotes" });

        Assert.Equal(status, (await app.GetAsync(Target)).Status);
        Assert.Contains(app.Logs.GetSnapshot(), entry => entry.Message.Contains("inspection leaves alone", StringComparison.Ordinal) && entry.Message.Contains("names have quotes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_rule_can_be_left_alone()
    {
        await using var app = await InspectedApp.StartAsync(
            blocks: true, new() { ["Inspection:Exclusions:0:Rule"] = "path.sensitive-file", ["Inspection:Exclusions:0:Reason"] = "we take names of files" });

        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/a?q=/etc/passwd")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.GetAsync("/a?q=../../../etc/passwd")).Status);
    }

    [Theory]
    [InlineData("Inspection:ParanoiaLevel", "5", "ApiSecurity:Inspection:ParanoiaLevel")]
    [InlineData("Inspection:Action", "7", "ApiSecurity:Inspection:Action")]
    [InlineData("Inspection:Classes:Sql", "9", "ApiSecurity:Inspection:Classes:Sql")]
    [InlineData("Inspection:Threshold", "0", "ApiSecurity:Inspection:Threshold")]
    [InlineData("Inspection:MaxBodyBytes", "0", "ApiSecurity:Inspection:MaxBodyBytes")]
    [InlineData("Inspection:Exclusions:0:Reason", "why not", "ApiSecurity:Inspection:Exclusions:0:Place is empty")]
    [InlineData("Inspection:Exclusions:0:Rule", "sql.unoin", "sql.union")]
    [InlineData("Inspection:Exclusions:0:Place", "q", "ApiSecurity:Inspection:Exclusions:0:Place is no place")]
    [InlineData("Inspection:Exclusions:0:Path", "a", "ApiSecurity:Inspection:Exclusions:0:Path")]
    [InlineData("Inspection:Exclusions:0:Place", "query:q", "ApiSecurity:Inspection:Exclusions:0:Reason is no reason")]
    public async Task An_option_that_makes_no_sense_stops_the_start(string key, string value, string told)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => InspectedApp.StartAsync(blocks: false, new() { [key] = value }));

        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoints_say_what_becomes_of_attacks_on_them()
    {
        await using var app = await InspectedApp.StartAsync(app =>
        {
            app.MapGet("/a", () => "a").WithInspection(InspectionAction.Block);
            app.MapGet("/off", () => "off").WithInspection(InspectionAction.Block).DisableInspection("it takes SQL by trade");
        });

        Assert.Equal(HttpStatusCode.Forbidden, (await app.GetAsync(Target)).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(Target.Replace("/a", "/off", StringComparison.Ordinal))).Status);
        Assert.Contains(app.Logs.GetSnapshot(), entry => entry.Message.Contains("GET /off  (no attack inspection: it takes SQL by trade)", StringComparison.Ordinal));
    }

    [Fact]
    public void An_endpoint_is_taken_out_with_a_reason_only()
    {
        Assert.Throws<ArgumentException>(() => new DisableInspectionAttribute(" "));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InspectAttribute(InspectionAction.Off));
    }

    [Fact]
    public async Task A_body_that_is_too_long_to_look_through_is_told_and_goes_on()
    {
        await using var app = await InspectedApp.StartAsync(blocks: true, new() { ["Inspection:MaxBodyBytes"] = "100" });
        var body = $$"""{"note":"{{new string('a', 200)}} {{InspectedApp.Attack}}"}""";
        using var request = InspectionPlaceTests.Post("application/json", Encoding.UTF8.GetBytes(body));

        Assert.Equal((HttpStatusCode.OK, body), await app.SendAsync(request));
        Assert.Equal("inspection_incomplete", (await app.NextInspectionAsync()).Reason);
    }

    [Fact]
    public async Task As_many_matches_are_told_as_the_options_say()
    {
        await using var app = await InspectedApp.StartAsync(blocks: false, new() { ["Inspection:MaxMatches"] = "2" });
        var target = "/a?" + string.Join('&', Enumerable.Range(0, 6).Select(number => $"q{number}={Uri.EscapeDataString(InspectedApp.Attack)}"));

        await app.GetAsync(target);
        await app.GetAsync("/b?q=" + Uri.EscapeDataString("<script>alert(1)</script>"));

        await app.NextInspectionAsync();
        await app.NextInspectionAsync();
        Assert.StartsWith("script.", (await app.NextInspectionAsync()).Detail, StringComparison.Ordinal);
    }
}
