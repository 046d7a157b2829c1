using System.Linq.Expressions;
using ApiSecurity.Authorization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.TestHost;

namespace ApiSecurity.Testing.Tests;

/// <summary>Applications of other shapes: controllers, keys of several parts, ids of text and numbers, roles, a laxer configuration.</summary>
public sealed class OtherAppsTests
{
    [Fact]
    public async Task Controllers_are_attacked_as_well()
    {
        var report = await RunAsync(
            builder => builder.Services.AddControllers().ConfigureApplicationPartManager(parts => parts.FeatureProviders.Add(new Only(typeof(TicketsController)))),
            app => app.MapControllers(),
            (data, _) => Three(data, (caller, number) => caller.Owns<Ticket>($"T{number}7")));

        // DELETE asks for the role and the owner.
        Assert.Equal(["GET /mvc/tickets/{id}: object_read", "POST /mvc/tickets/merge: object_written"], Found(report));
        Assert.Contains(report.Results, result => result.Case.Name == "DELETE /mvc/tickets/{id}: Access" && result.Notes.Count == 0 && result.Attacks > 10);
    }

    [Fact]
    public async Task Keys_of_several_parts_are_tried_part_by_part()
    {
        var report = await RunAsync(
            builder => builder.Services.AddApiSecurity().AddObjectPolicy<SeatPolicy>(),
            app =>
            {
                app.MapGet("/halls/{hall}/seats/{number:int}", (Authorized<Seat> seat) => seat.Value.Owner);
                app.MapDelete("/halls/{hall}/seats/{number:int}", (Authorized<Seat> seat) => Results.NoContent());
            },
            (data, _) => Three(data, (caller, number) => caller.Owns<Seat>(new SeatKey("A", number * 10 + 1))));

        // The policy lets everybody of the tenant, and the seed says that nobody may.
        Assert.Equal(["DELETE /halls/{hall}/seats/{number:int}: object_written", "GET /halls/{hall}/seats/{number:int}: object_read"], Found(report));
        Assert.DoesNotContain(report.Results, result => result.Notes.Any(note => note.StartsWith("not proven", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Roles_of_the_options_count_as_what_they_bring()
    {
        var report = await RunAsync(
            builder => builder.Services.AddApiSecurity(options => options.Authorization.Roles["clerk"] = new() { Permissions = { "stock.*" } }),
            app =>
            {
                app.MapGet("/stock", () => 1).RequirePermission("stock.read");
                app.MapGet("/clerks", () => 1).RequireRole("clerk");
                app.MapGet("/scoped", () => 1).RequireScope("stock");
                app.MapGet("/forgotten", () => 1);
            },
            (data, _) => data.OnlyFor("/forgotten", "stock.read").AddCaller(new TestCaller("alice", "north") { Roles = ["clerk"] }));

        Assert.Equal(["GET /forgotten: function_open"], Found(report));
        Assert.DoesNotContain(report.Results, result => result.Notes.Any(note => note.StartsWith("not proven", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_laxer_configuration_and_a_failing_handler_are_found()
    {
        var report = await RunAsync(
            builder => builder.Configuration["ApiSecurity:Transport:Limits:MaxQueryParameters"] = "5000",
            app => app.MapGet("/pages/{page}", (string page, string? first) => first == "'" ? throw new InvalidOperationException("secret") : page.Length),
            (data, _) => data.AddCaller(new TestCaller("alice", "north")),
            ("ApiSecurity:Transport:Limits:MaxQueryBytes", "65536"));

        Assert.Equal(["GET /pages/{page}: error_unhandled", "GET /pages/{page}: limit_query"], Found(report));
        Assert.DoesNotContain("secret", report.ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_that_nobody_may_follow_is_an_answer_too()
    {
        var report = await RunAsync(
            _ => { },
            app => app.MapGet("/file", (HttpContext context) => Results.Redirect("/storage/7?signature=1")).AllowAnonymous(),
            (data, _) => data.OnlyFor("/file", "files").AddCaller(new TestCaller("alice", "north")));

        Assert.Equal(["GET /file: anonymous_access", "GET /file: function_open"], Found(report).Where(found => !found.Contains("token_", StringComparison.Ordinal)));
    }

    internal static readonly Ticket[] Tickets = [new("T17", "alice", "north"), new("T27", "bob", "north"), new("T37", "carol", "south")];

    private static readonly Seat[] Seats = [new("A", 11, "alice", "north"), new("A", 21, "bob", "north"), new("A", 31, "carol", "south")];

    private static string[] Found(SecurityTestReport report) => [.. report.Findings.Select(finding => $"{finding.Endpoint}: {finding.Id}").Distinct().Order(StringComparer.Ordinal)];

    private static void Three(SecurityTestData data, Action<SecurityTestCallerData, int> own)
    {
        TestCaller[] callers = [new("alice", "north") { Roles = ["agent"] }, new("bob", "north") { Roles = ["agent"] }, new("carol", "south") { Roles = ["agent"] }];
        for (var index = 0; index < callers.Length; index++)
        {
            own(data.AddCaller(callers[index]), index + 1);
        }
    }

    private static async Task<SecurityTestReport> RunAsync(Action<WebApplicationBuilder> services, Action<WebApplication> map, Action<SecurityTestData, IServiceProvider> seed, params (string Key, string Value)[] settings)
    {
        using var tokens = new TestTokens();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Configuration["ApiSecurity:Jwt:Audience"] = "shop";
        builder.Configuration["ApiSecurity:Posture:Mode"] = "Report";
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.Services.AddApiSecurity().AddJwt();
        services(builder);
        builder.Services.AddSecurityTests(tokens);
        await using var app = builder.Build();
        app.UseApiSecurity();
        map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        await using var tests = SecurityTests.For(app, tokens).WithSeed((data, provider) =>
        {
            seed(data, provider);
            return ValueTask.CompletedTask;
        });
        return await tests.RunAsync(TestContext.Current.CancellationToken);
    }

    public sealed record Ticket(string Id, string Owner, string Tenant);

    public sealed record Seat(string Hall, int Number, string Owner, string Tenant);

    public sealed record Merge(string TicketId);

    public sealed class SeatPolicy : ObjectPolicy<Seat, SeatKey>
    {
        protected override IQueryable<Seat> Source => Seats.AsQueryable();

        protected override Expression<Func<Seat, bool>> HasId(SeatKey id) => seat => seat.Hall == id.Hall && seat.Number == id.Number;

        protected override Expression<Func<Seat, bool>> Boundary(Caller caller) => seat => seat.Tenant == caller.Tenant;

        protected override Expression<Func<Seat, bool>> Allow(Caller caller, Operation operation) => seat => true;
    }

    public readonly record struct SeatKey(string Hall, int Number);

    /// <summary>One controller of this assembly, and none of the sample's.</summary>
    private sealed class Only(Type controller) : Microsoft.AspNetCore.Mvc.ApplicationParts.IApplicationFeatureProvider<Microsoft.AspNetCore.Mvc.Controllers.ControllerFeature>
    {
        public void PopulateFeature(IEnumerable<Microsoft.AspNetCore.Mvc.ApplicationParts.ApplicationPart> parts, Microsoft.AspNetCore.Mvc.Controllers.ControllerFeature feature)
        {
            foreach (var other in feature.Controllers.Where(known => known.AsType() != controller).ToArray())
            {
                feature.Controllers.Remove(other);
            }
        }
    }
}

[ApiController]
[Route("mvc/tickets")]
public sealed class TicketsController : ControllerBase
{
    [HttpGet("{id}")]
    public ActionResult<OtherAppsTests.Ticket> Get(string id) => OtherAppsTests.Tickets.FirstOrDefault(ticket => ticket.Id == id) is { } ticket ? ticket : NotFound();

    [HttpPost("merge")]
    public IActionResult Merge(OtherAppsTests.Merge body) => OtherAppsTests.Tickets.Any(ticket => ticket.Id == body.TicketId) ? NoContent() : NotFound();

    [HttpDelete("{id}")]
    [Authorize(Roles = "agent,boss")]
    public IActionResult Delete(string id) => OtherAppsTests.Tickets.Any(ticket => ticket.Id == id && ticket.Owner == HttpContext.GetCaller().Subject) ? NoContent() : NotFound();

    [HttpGet]
    public IEnumerable<string> All() => OtherAppsTests.Tickets.Where(ticket => ticket.Owner == HttpContext.GetCaller().Subject).Select(ticket => ticket.Id);
}
