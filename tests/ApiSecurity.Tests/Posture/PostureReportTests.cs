using ApiSecurity.Authorization;
using ApiSecurity.Posture;
using ApiSecurity.Tests.Authorization.Objects;
using Microsoft.Extensions.Primitives;

namespace ApiSecurity.Tests.Posture;

/// <summary>What the report says of endpoints is what protects them.</summary>
public sealed class PostureReportTests
{
    [Fact]
    public async Task Says_who_may_call()
    {
        await using var app = await PostureApp.StartAsync(
            app =>
            {
                app.MapGet("/silent", () => "");
                app.MapGet("/open", () => "").AsPublicEndpoint("a test");
                app.MapGet("/all", () => "").RequirePermission("orders.read").RequirePermission("orders.write").RequireScope("orders").RequireRole("admin", "clerk")
                    .RequireRecentLogin(TimeSpan.FromMinutes(5)).RequireAcr("phr").RequireProofOfPossession();
                app.MapGet("/policy", () => "").RequireAuthorization("clerks");
                app.MapGet("/code", () => "").RequireAuthorization(policy => policy.RequireAssertion(_ => true));
                app.MapControllers();
            },
            services: builder => builder.Services.AddAuthorizationBuilder().AddPolicy("clerks", policy => policy.RequireRole("clerk").RequireClaim("mfa", "true")));

        Assert.True(app.Endpoint("GET /silent").Access is { IsClosedByDefault: true, IsAnonymous: false, AsksForMore: false });
        Assert.True(app.Endpoint("GET /open").Access.IsAnonymous);
        var all = app.Endpoint("GET /all").Access;
        Assert.Equal(["orders.read", "orders.write"], all.Permissions);
        Assert.Equal(["orders"], all.Scopes);
        Assert.Equal([["admin", "clerk"]], all.Roles);
        Assert.Equal((TimeSpan.FromMinutes(5), true, false, true), (all.MaxLoginAge, all.RequiresProofOfPossession, all.IsClosedByDefault, all.IsKnown));
        Assert.Equal([["phr"]], all.AuthenticationContextClasses);
        var policy = app.Endpoint("GET /policy").Access;
        Assert.Equal(["clerks"], policy.Policies);
        Assert.Equal(["claim mfa with one of 1 values"], policy.Others);
        Assert.Equal([["clerk"]], policy.Roles);
        Assert.False(app.Endpoint("GET /code").Access.IsKnown);
        Assert.Equal(["orders.read"], app.Endpoint("GET /mvc/orders/{id:int}").Access.Permissions);
        Assert.Equal("role clerk, scope orders", app.Endpoint("PUT /mvc/orders").Access.ToString());
    }

    [Fact]
    public async Task Says_what_is_taken_authorized_and_limited()
    {
        await using var app = await PostureApp.StartAsync(app =>
        {
            app.MapPatch("/shop-orders/{id:int}/{**rest}", (Authorized<ShopOrder> order, int? take, string? note, string ownerId, Change body) => order.Value)
                .RequireRateLimit("5/min").WithRequestLimits(limits => { limits.MaxBytes = 99; limits.Timeout = TimeSpan.FromSeconds(7); });
            app.MapMethods("/both/{shopOrder}", ["GET", "DELETE"], (Authorized<ShopOrder> shopOrder) => "").AllowCrossSite("a test");
            app.MapPost("/moves", ([ObjectReference<ShopCustomer>(Operation.Update)] string customerId, Move body) => "");
            app.MapGet("/self/{id}", (int id, ObjectAuthorizer objects) => id).RequireHost("one.example");
        });

        var patch = app.Endpoint("PATCH /shop-orders/{id:int}/{**rest}");
        Assert.Equal(("/shop-orders/{id:int}/{**rest}", PostureEndpointKind.Handler), (patch.Route, patch.Kind));
        Assert.Equal(["PATCH"], patch.Methods);
        Assert.Equal(
            ["Route id int id authorized", "Route rest  optional", "Query take  optional", "Query note  optional", "Query ownerId  id"],
            patch.Parameters.Select(one => $"{one.Place} {one.Name} {string.Join(',', one.Constraints)}{(one.IsIdentifier ? " id" : "")}{(one.IsAuthorized ? " authorized" : "")}{(one.IsOptional || one.IsCatchAll ? " optional" : "")}"));
        Assert.Equal(["Update ShopOrder by {id}"], patch.Objects.Select(one => one.ToString()));
        Assert.Equal((typeof(Change), true, null), (patch.Body!.Type, patch.Body.IsValidated, patch.Body.Gap));
        Assert.Equal([typeof(ShopOrder)], patch.ResponseTypes);
        Assert.Equal((99L, TimeSpan.FromSeconds(7)), (patch.MaxBodyBytes, patch.Timeout));
        Assert.Contains("endpoint, 5/min", patch.RateLimits);
        var both = app.Endpoint("GET,DELETE /both/{shopOrder}");
        Assert.Equal(["Read ShopOrder by {shopOrder}", "Delete ShopOrder by {shopOrder}"], both.Objects.Select(one => one.ToString()));
        Assert.Equal([("AllowCrossSite", "a test")], both.OptOuts.Select(one => (one.Name, one.Reason)));
        Assert.Equal(
            ["Update ShopCustomer by ?customerId", "Read ShopOrder by /order", "Delete ShopOrder by /parts/*/orders/*", "Read ShopCustomer by /byName/*"],
            app.Endpoint("POST /moves").Objects.Select(one => one.ToString()));
        var self = app.Endpoint("GET /self/{id}");
        Assert.True(self.AsksObjectPolicies);
        Assert.Equal(["one.example"], self.Hosts);
        Assert.Null(self.Body);
    }

    [Fact]
    public async Task Is_made_anew_when_endpoints_change_and_kept_while_they_do_not()
    {
        var source = new ChangingSource();
        await using var app = await PostureApp.StartAsync(app => ((IEndpointRouteBuilder)app).DataSources.Add(source));
        var before = app.Report;

        Assert.Empty(before.Endpoints);
        Assert.Same(before, app.Report);
        source.Add("/late");
        Assert.Equal(["GET /late"], app.Report.Endpoints.Select(endpoint => endpoint.Name));
    }

    [Fact]
    public async Task A_pipeline_by_hand_has_what_was_put_into_it()
    {
        await using var app = await TestApp.StartAsync(app => app.MapPost("/a", (Change body) => "a"), use: app => app.UseApiSecurityAuthorization());

        var report = app.App.Services.GetRequiredService<ApiPosture>().GetReport();
        Assert.Empty(report.Endpoints.Single().RateLimits);
        Assert.Null(report.Endpoints.Single().MaxBodyBytes);
        Assert.False(report.Endpoints.Single().Body!.IsValidated);
        Assert.Equal(["body_not_validated", "no_rate_limit", "no_size_limit"], report.FindingsFrom(PostureSeverity.Medium).Select(finding => finding.Id).Order());
    }

    [Fact]
    public async Task In_Report_mode_it_says_what_would_not_be_refused_and_tells_it_once()
    {
        await using var app = await TestApp.StartAsync(app => app.MapPost("/a", (Change body) => "a"), new() { ["Mode"] = "Report" });

        var report = app.App.Services.GetRequiredService<ApiPosture>().GetReport();
        Assert.True(report.Endpoints.Single().Access.IsAnonymous);
        Assert.Equal(["nobody_is_asked POST /a"], report.FindingsFrom(PostureSeverity.Low).Select(finding => $"{finding.Id} {finding.Endpoint}"));
        Assert.Equal(4, report.Findings.Count(finding => finding.Id == PostureFindingIds.FeatureOff));
        Assert.DoesNotContain(app.Logs.GetSnapshot(), record => record.Category == "ApiSecurity.Posture" && record.Level > Microsoft.Extensions.Logging.LogLevel.Debug);
    }

    [Fact]
    public async Task An_endpoint_that_is_there_twice_is_listed_once()
    {
        var source = new ChangingSource();
        source.Add("/a");
        await using var app = await PostureApp.StartAsync(app =>
        {
            ((IEndpointRouteBuilder)app).DataSources.Add(source);
            ((IEndpointRouteBuilder)app).DataSources.Add(new Same(source));
        });

        Assert.Equal(["GET /a"], app.Report.Endpoints.Select(endpoint => endpoint.Name));
    }

    [Theory]
    [InlineData("{controller}/{action}/{id?}", "/Conventional/Show/{id?}")]
    [InlineData("shop/{controller=Home}-{action=Index}/{key:length(3)}", "/shop/Conventional-Show/{key:length(3)}")]
    public async Task Conventional_routes_are_written_out(string pattern, string route)
    {
        await using var app = await PostureApp.StartAsync(
            app => app.MapControllerRoute("default", pattern), services: builder => builder.Services.AddControllersWithViews().OnlyControllers(typeof(ConventionalController)));

        Assert.Equal([route], app.Report.Endpoints.Select(endpoint => endpoint.Route));
    }

    private sealed record Change(string Note);

    private sealed record Move([property: ObjectReference<ShopOrder>] int Order, IReadOnlyList<MovePart> Parts, [property: ObjectReference<ShopCustomer>] Dictionary<string, string> ByName, Move? Next);

    private sealed record MovePart([property: ObjectReference<ShopOrder>(Operation.Delete)] int[] Orders, string Note);

    private sealed class Same(EndpointDataSource other) : EndpointDataSource
    {
        public override IReadOnlyList<Endpoint> Endpoints => other.Endpoints;

        public override IChangeToken GetChangeToken() => other.GetChangeToken();
    }

    private sealed class ChangingSource : EndpointDataSource
    {
        private List<Endpoint> _endpoints = [];
        private CancellationTokenSource _change = new();

        public override IReadOnlyList<Endpoint> Endpoints => _endpoints;

        public override IChangeToken GetChangeToken() => new CancellationChangeToken(_change.Token);

        public void Add(string route)
        {
            _endpoints = [.. _endpoints, new RouteEndpointBuilder(_ => Task.CompletedTask, Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse(route), 0) { Metadata = { new HttpMethodMetadata(["GET"]) } }.Build()];
            var changed = _change;
            _change = new();
            changed.Cancel();
        }
    }
}

public sealed class ConventionalController : Microsoft.AspNetCore.Mvc.Controller
{
    public string Show(string? id) => id ?? "";
}
