using Microsoft.AspNetCore.Cors.Infrastructure;
using static ApiSecurity.Tests.Cors.CorsClient;

namespace ApiSecurity.Tests.Cors;

/// <summary>What the start says of the application's own policies and attributes.</summary>
public sealed class CorsInspectionTests
{
    private const string Credentials = "allows every origin together with credentials, so every page can act as its visitor. List the origins with WithOrigins.";

    private static readonly Action<CorsPolicyBuilder> Everybody = policy => policy.SetIsOriginAllowed(_ => true).AllowCredentials();

    [Fact]
    public async Task A_policy_of_AddCors_that_allows_everybody_with_credentials_stops_the_start()
    {
        var errors = await ErrorsAsync(cors: options =>
        {
            options.AddDefaultPolicy(Everybody);
            options.AddPolicy("wide", Everybody);
            options.AddPolicy("sandbox", policy => policy.WithOrigins("null"));
            options.AddPolicy("fussy", policy => policy.SetIsOriginAllowed(origin => new Uri(origin).Host == "shop.example").AllowCredentials());
        });

        Assert.Equal(
            [
                $"- The default CORS policy of AddCors {Credentials}",
                $"- The CORS policy wide of AddCors {Credentials}",
                "- The CORS policy sandbox of AddCors allows the origin null, which any sandboxed frame can send. Remove it.",
            ],
            errors);
    }

    [Fact]
    public async Task So_does_one_at_an_endpoint()
    {
        var errors = await ErrorsAsync(app => app.MapGet("/orders", () => "").AllowAnonymous().RequireCors(Everybody));

        Assert.Equal([$"- The CORS policy of GET /orders {Credentials}"], errors);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_stops_the_start()
    {
        var errors = await ErrorsAsync(app => app.MapGet("/orders", () => "").AllowAnonymous().RequireCors("partnr"));

        Assert.Equal(["- GET /orders names the CORS policy partnr, which does not exist. Add ApiSecurity:Cors:Policies:partnr, or correct the name."], errors);
    }

    [Fact]
    public async Task Two_policies_for_one_thing_stop_the_start()
    {
        var errors = await ErrorsAsync(
            settings: new() { ["Cors:Origins:0"] = Shop, ["Cors:Policies:partner:Origins:0"] = Shop },
            cors: options =>
            {
                options.AddDefaultPolicy(policy => policy.WithOrigins(Shop));
                options.AddPolicy("partner", policy => policy.WithOrigins(Shop));
            });

        Assert.Equal(
            [
                "- ApiSecurity:Cors:Origins and AddDefaultPolicy of AddCors both set the default CORS policy, and only one can count. Remove either.",
                "- The CORS policy partner is in ApiSecurity:Cors:Policies and in AddCors, and only one can count. Remove either.",
            ],
            errors);
    }

    [Fact]
    public async Task In_Report_mode_an_application_that_runs_today_starts_and_is_told()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/orders", () => "").RequireCors("partnr"),
            new() { ["Mode"] = "Report" },
            builder => builder.Services.AddCors(options => options.AddPolicy("wide", Everybody)));

        Assert.Contains($"CORS, stops the start in Enforce mode: The CORS policy wide of AddCors {Credentials}", Summary(app), StringComparison.Ordinal);
        Assert.Contains("GET /orders names the CORS policy partnr, which does not exist.", Summary(app), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_open_is_listed()
    {
        await using var app = await TestApp.StartAsync(
            app =>
            {
                app.MapPost("/bank", () => "").AsPublicEndpoint("a test").AllowCrossSite("The bank signs what it posts.");
                app.MapGet("/public", () => "").AllowAnonymous().RequireCors("public");
            },
            new() { ["Cors:Origins:0"] = "*", ["Cors:Policies:partner:Origins:0"] = Shop },
            builder => builder.Services.AddCors(options =>
            {
                options.AddPolicy("public", policy => policy.AllowAnyOrigin());
                options.AddPolicy("unused", policy => policy.WithOrigins(Shop));
            }));

        var summary = Summary(app);
        Assert.Contains("on      cors             every origin, without credentials; policies partner", summary, StringComparison.Ordinal);
        Assert.Contains("exposed every endpoint without a policy of its own  (ApiSecurity:Cors:Origins is *", summary, StringComparison.Ordinal);
        Assert.Contains("exposed POST /bank  (other sites' pages may send it requests: The bank signs what it posts.)", summary, StringComparison.Ordinal);
        Assert.Contains("exposed The CORS policy public of AddCors  (every page may read the answers)", summary, StringComparison.Ordinal);
        Assert.Contains("no endpoint names the policy unused of AddCors. An app.UseCors(\"unused\") after UseApiSecurity() does not get to decide", summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public void An_opening_without_a_reason_fails(string? reason) =>
        Assert.Throws<ArgumentException>(() => new ApiSecurity.Cors.AllowCrossSiteAttribute(reason!));

    private static string Summary(TestApp app) => app.Logs.GetSnapshot().Single(log => log.Id.Name == "StartupSummary").Message;

    private static async Task<string[]> ErrorsAsync(
        Action<WebApplication>? map = null, Dictionary<string, string?>? settings = null, Action<CorsOptions>? cors = null)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(
            map, settings, builder => builder.Services.AddCors(cors ?? (_ => { }))));
        return [.. error.Message.Split(Environment.NewLine)[1..].Order(StringComparer.Ordinal).OrderBy(line => !line.Contains("default", StringComparison.OrdinalIgnoreCase)).ThenBy(line => line.Contains("sandbox", StringComparison.Ordinal))];
    }
}
