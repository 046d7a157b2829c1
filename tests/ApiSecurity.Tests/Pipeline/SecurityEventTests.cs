using System.Diagnostics;
using System.Net;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Tests.Pipeline;

/// <summary>The spine, seen from a small step of the test's own that refuses what has a header <c>X-Evil</c>.</summary>
public sealed class SecurityEventTests
{
    private static readonly Refusal Evil = new("test", SecurityEventNames.AuthorizationFailed, new ApiProblem(403, "evil_header", "Evil."))
    {
        Detail = "X-Evil",
        Severity = SecurityEventSeverity.High,
    };

    [Fact]
    public async Task A_refusal_is_told_to_listener_log_metric_and_trace_with_one_reason()
    {
        using var source = new ActivityListener { ShouldListenTo = _ => true, Sample = (ref _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(source);
        await using var app = await StartAsync();
        using var metric = app.CollectMetric("apisecurity.events");
        Activity? activity = null;
        app.App.Services.GetRequiredService<Holder>().OnRequest = () => activity = Activity.Current;

        using var response = await SendAsync(app);

        var told = await app.Events.NextAsync();
        Assert.Equal("authz_fail", told.Name);
        Assert.Equal("evil_header", told.Reason);
        Assert.Equal(SecurityEventOutcome.Refused, told.Outcome);
        Assert.Equal(403, told.StatusCode);
        Assert.Equal("GET", told.Method);
        Assert.Equal("test", told.Feature);
        Assert.Equal(app.Time.GetUtcNow(), told.Timestamp);
        Assert.Equal("evil_header", metric.LastMeasurement!.Tags["apisecurity.reason"]);
        Assert.Equal("refused", metric.LastMeasurement.Tags["apisecurity.outcome"]);
        Assert.Equal("authz_fail", metric.LastMeasurement.Tags["apisecurity.event"]);
        var record = app.Logs.GetSnapshot().Single(record => record.Id.Name == "SevereSecurityEvent");
        Assert.Contains(record.StructuredState!, pair => pair is { Key: "Reason", Value: "evil_header" });
        Assert.Equal("evil_header", activity!.GetTagItem("apisecurity.reason"));
        var body = await response.Content.ReadFromJsonAsync<Dictionary<string, object>>(TestContext.Current.CancellationToken);
        Assert.Equal("evil_header", body!["code"].ToString());
        Assert.Equal(told.TraceId, body["traceId"].ToString());
    }

    [Fact]
    public async Task Report_mode_tells_and_lets_the_request_go_on()
    {
        await using var app = await StartAsync(new() { ["Mode"] = "Report" });

        using var response = await SendAsync(app);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(SecurityEventOutcome.Reported, (await app.Events.NextAsync()).Outcome);
    }

    [Fact]
    public async Task A_throwing_listener_hurts_neither_the_request_nor_other_listeners()
    {
        await using var app = await StartAsync(services: builder => builder.Services.AddSingleton<ISecurityEventListener, ThrowingListener>());

        for (var request = 0; request < 3; request++)
        {
            using var response = await SendAsync(app);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            await app.Events.NextAsync();
        }
    }

    [Fact]
    public async Task A_listener_that_never_returns_fills_its_own_queue_only_and_what_is_dropped_is_counted()
    {
        await using var app = await StartAsync(services: builder => builder.Services.AddSingleton<ISecurityEventListener, HangingListener>());
        using var dropped = app.CollectMetric("apisecurity.events.dropped");
        var refusals = app.App.Services.GetRequiredService<Refusals>();

        for (var request = 0; request < 5000; request++)
        {
            refusals.Report(new DefaultHttpContext(), Evil);
            await app.Events.NextAsync();
        }

        Assert.NotEmpty(dropped.GetMeasurementSnapshot());
        Assert.All(dropped.GetMeasurementSnapshot(), measurement => Assert.Equal(nameof(HangingListener), measurement.Tags["apisecurity.listener"]));
    }

    [Fact]
    public async Task A_flood_of_one_reason_writes_a_bounded_number_of_log_lines_and_says_how_many_it_left_out()
    {
        await using var app = await StartAsync();
        var refusals = app.App.Services.GetRequiredService<Refusals>();

        for (var request = 0; request < 1000; request++)
        {
            refusals.Report(new DefaultHttpContext(), Evil);
        }

        app.Time.Advance(TimeSpan.FromSeconds(1));
        refusals.Report(new DefaultHttpContext(), Evil);

        var records = app.Logs.GetSnapshot();
        Assert.Equal(SecurityEventThrottle.LinesPerSecond + 1, records.Count(record => record.Id.Name == "SevereSecurityEvent"));
        Assert.Equal(
            "980 more events with the reason evil_header were not logged one by one",
            records.Single(record => record.Id.Name == "SecurityEventsSuppressed").Message);
    }

    /// <summary>Who may choose their name must not write lines into the log with it.</summary>
    [Theory]
    [InlineData("alice\nwarn: all is well")]
    [InlineData("alice\r\u2028\u001b[2Kroot")]
    public async Task A_subject_with_control_characters_stays_on_its_line_of_the_log(string subject)
    {
        await using var app = await Authentication.JwtApp.StartAsync();

        using var response = await Authentication.JwtApp.GetAsync(app, "/write", Authentication.JwtApp.Tokens(app).Mint(subject));

        Assert.Equal(403, (int)response.StatusCode);
        Assert.Equal(subject, (await app.Events.NextAsync()).Subject);
        var line = app.Logs.GetSnapshot().Single(record => record.Id.Name == "SecurityEvent").Message;
        Assert.Contains("subject alice?", line, StringComparison.Ordinal);
        Assert.DoesNotContain(line, character => char.IsControl(character) || character == '\u2028');
    }

    [Fact]
    public async Task A_method_that_an_attacker_made_up_reaches_no_log_and_no_tag()
    {
        await using var app = await StartAsync();
        var context = new DefaultHttpContext { Request = { Method = "EVIL\r\nadmin logged in" } };

        app.App.Services.GetRequiredService<Refusals>().Report(context, Evil);

        Assert.Equal("OTHER", (await app.Events.NextAsync()).Method);
    }

    private static async Task<HttpResponseMessage> SendAsync(TestApp app)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("X-Evil", "1");
        return await app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? services = null) => TestApp.StartAsync(
        map: app => app.MapGet("/", () => "ok").AllowAnonymous(),
        settings: settings,
        services: builder =>
        {
            builder.Services.AddSingleton<Holder>();
            services?.Invoke(builder);
        },
        use: app =>
        {
            app.Use(next => context =>
            {
                app.Services.GetRequiredService<Holder>().OnRequest();
                var options = app.Services.GetRequiredService<FeatureOptionsSource<ApiSecurity.Headers.HeadersOptions>>().Current;
                return context.Request.Headers.ContainsKey("X-Evil")
                    ? app.Services.GetRequiredService<Refusals>().ApplyAsync(context, options, Evil, next)
                    : next(context);
            });
            app.UseApiSecurity();
        });

    private sealed class Holder
    {
        public Action OnRequest { get; set; } = () => { };
    }

    private sealed class ThrowingListener : ISecurityEventListener
    {
        public ValueTask OnEventAsync(SecurityEvent securityEvent, CancellationToken cancellationToken) => throw new InvalidOperationException("broken");
    }

    private sealed class HangingListener : ISecurityEventListener
    {
        public async ValueTask OnEventAsync(SecurityEvent securityEvent, CancellationToken cancellationToken) =>
            await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
