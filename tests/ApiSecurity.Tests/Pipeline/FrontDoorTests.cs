using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.TestHost;

namespace ApiSecurity.Tests.Pipeline;

public sealed class FrontDoorTests
{
    [Fact]
    public async Task An_endpoint_behind_the_pipeline_answers_with_headers()
    {
        await using var app = await TestApp.StartAsync(app => app.MapGet("/", () => "hello").AllowAnonymous());

        using var response = await app.CreateClient().GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal("hello", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task Adding_the_services_twice_adds_them_once()
    {
        await using var app = await TestApp.StartAsync(
            map: app => app.MapGet("/", () => "ok").AllowAnonymous(),
            services: builder => builder.Services.AddApiSecurity().Services.AddApiSecurity(options => options.Headers.DisabledReason = "last call decides"));

        using var response = await app.CreateClient().GetAsync("/", TestContext.Current.CancellationToken);

        Assert.False(response.Headers.Contains("X-Content-Type-Options"));
        Assert.Single(app.App.Services.GetServices<IStartupInspector>().OfType<PipelineInspector>());
    }

    [Fact]
    public async Task Using_the_pipeline_twice_fails_with_what_to_do()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(use: app => app.UseApiSecurity().UseApiSecurity()));

        Assert.Equal("UseApiSecurity() was called twice. Remove one of the calls.", error.Message);
    }

    [Fact]
    public async Task Using_a_step_twice_fails_with_what_to_do()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(use: app => app.UseApiSecurityCors().UseApiSecurityCors()));

        Assert.Equal("UseApiSecurityCors() was called twice. Remove one of the calls.", error.Message);
    }

    [Fact]
    public void Using_the_pipeline_without_its_services_fails_with_what_to_do()
    {
        var app = WebApplication.CreateBuilder().Build();

        var error = Assert.Throws<InvalidOperationException>(() => app.UseApiSecurity());

        Assert.Equal("UseApiSecurity() needs the services of ApiSecurity. Call builder.Services.AddApiSecurity() before builder.Build().", error.Message);
    }

    [Fact]
    public async Task Services_without_the_pipeline_stop_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(use: _ => { }));

        Assert.Contains("Call app.UseApiSecurity() before the endpoints are mapped.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoints_that_run_before_the_pipeline_stop_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(use: app =>
        {
            app.UseRouting();
#pragma warning disable ASP0014 // The mistake is the point.
            app.UseEndpoints(endpoints => endpoints.MapGet("/", () => "too early"));
#pragma warning restore ASP0014
            app.UseApiSecurity();
        }));

        Assert.Contains("UseApiSecurity() is called after UseEndpoints()", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> OutOfOrder() =>
    [
        nameof(ApiSecurityHeadersApplicationBuilderExtensions.UseApiSecurityHeaders),
        nameof(ApiSecurityErrorsApplicationBuilderExtensions.UseApiSecurityErrors),
        nameof(ApiSecurityTransportApplicationBuilderExtensions.UseApiSecurityTransport),
        nameof(ApiSecurityCorsApplicationBuilderExtensions.UseApiSecurityCors),
        nameof(ApiSecurityAuthenticationApplicationBuilderExtensions.UseApiSecurityAuthentication),
    ];

    [Theory]
    [MemberData(nameof(OutOfOrder))]
    public async Task A_step_in_the_wrong_place_stops_the_start_and_says_where_it_belongs(string method)
    {
        var step = Enum.Parse<PipelineStep>(method["UseApiSecurity".Length..]);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(use: app =>
        {
            app.UseApiSecurityValidation();
            app.Mark(step);
        }));

        Assert.StartsWith($"{method}() must be called before UseApiSecurityValidation(): ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_added_by_hand_before_stays_where_it_is()
    {
        await using var app = await TestApp.StartAsync(
            map: app => app.MapGet("/", () => "ok").AllowAnonymous(),
            use: app =>
            {
                app.UseApiSecurityHeaders();
                app.Use((context, next) => context.Request.Path == "/early" ? context.Response.WriteAsync("early") : next(context));
                app.UseApiSecurity();
            });

        using var response = await app.CreateClient().GetAsync("/early", TestContext.Current.CancellationToken);

        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task Several_hosts_in_one_process_do_not_mix()
    {
        await using var first = await TestApp.StartAsync(app => app.MapGet("/", () => "first").AllowAnonymous());
        await using var second = await TestApp.StartAsync(
            app => app.MapGet("/", () => "second").AllowAnonymous(), settings: new() { ["Headers:DisabledReason"] = "another host's business" });

        using var one = await first.CreateClient().GetAsync("/", TestContext.Current.CancellationToken);
        using var two = await second.CreateClient().GetAsync("/", TestContext.Current.CancellationToken);

        Assert.True(one.Headers.Contains("X-Content-Type-Options"));
        Assert.False(two.Headers.Contains("X-Content-Type-Options"));
    }

    [Fact]
    public async Task It_works_on_the_generic_host_with_an_older_style_pipeline()
    {
        using var host = await new HostBuilder()
            .ConfigureWebHost(web => web
                .UseTestServer()
                .ConfigureServices(services => services.AddApiSecurity())
                .Configure(app =>
                {
                    app.UseApiSecurity();
                    app.UseEndpoints(endpoints => endpoints.MapGet("/", () => "ok").AllowAnonymous());
                }))
            .StartAsync(TestContext.Current.CancellationToken);

        using var response = await host.GetTestClient().GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal("ok", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.True(response.Headers.Contains("X-Content-Type-Options"));
        Assert.Empty(host.Services.GetRequiredService<ApiSecurity.Pipeline.StartupState>().StepsInBranches);
    }

    [Theory]
    [InlineData("when")]
    [InlineData("map")]
    public async Task Steps_that_only_a_branch_has_are_told(string kind)
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/orders", () => "secret"),
            use: app => _ = kind == "when"
                ? app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), branch => branch.UseApiSecurity())
                : app.Map("/api", branch => branch.UseApiSecurity()));

        Assert.Equal("secret", await app.CreateClient().GetStringAsync("/orders", TestContext.Current.CancellationToken));
        var summary = app.Logs.GetSnapshot().Single(record => record.Id.Name == "StartupSummary").Message;
        Assert.Contains("note    UseApiSecurity is called in a branch only (UseWhen, MapWhen or Map): requests that don't take the branch pass unchecked", summary, StringComparison.Ordinal);
        Assert.Contains("deny by default, in a branch only", summary, StringComparison.Ordinal);
        Assert.Contains("closed  GET /orders, in a branch only  (", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_outside_and_the_rest_in_a_branch_are_told_apart()
    {
        await using var app = await TestApp.StartAsync(use: app =>
        {
            app.UseApiSecurityHeaders();
            app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), branch => branch.UseApiSecurity());
        });

        var summary = app.Logs.GetSnapshot().Single(record => record.Id.Name == "StartupSummary").Message;
        Assert.Contains("note    UseApiSecurityErrors, UseApiSecurityTransport, UseRouting,", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steps_on_the_application_itself_are_in_no_branch()
    {
        await using var app = await TestApp.StartAsync(app => app.MapGet("/orders", () => "secret"));

        Assert.DoesNotContain("in a branch only", app.Logs.GetSnapshot().Single(record => record.Id.Name == "StartupSummary").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_opt_out_needs_its_reason()
    {
        Assert.Throws<ArgumentException>(() => new DisableApiSecurityAttribute(" "));
    }

    [Fact]
    public async Task The_summary_lists_what_is_on_what_is_off_and_what_is_exposed()
    {
        await using var app = await TestApp.StartAsync(
            map: app => app.MapGet("/legacy/{id:int}", (int id) => id).DisableApiSecurity("retired in March"),
            settings: new() { ["Cors:DisabledReason"] = "the gateway does it", ["Validation:Mode"] = "Report" });

        var summary = app.Logs.GetSnapshot().Single(record => record.Id.Name == "StartupSummary").Message;

        Assert.StartsWith("ApiSecurity is on, mode Enforce:", summary, StringComparison.Ordinal);
        Assert.Matches(@"on +headers", summary);
        Assert.Matches(@"off +cors +the gateway does it", summary);
        Assert.Matches(@"report +validation", summary);
        Assert.Contains("exposed GET /legacy/{id:int}  (ApiSecurity is disabled: retired in March)", summary, StringComparison.Ordinal);
    }
}
