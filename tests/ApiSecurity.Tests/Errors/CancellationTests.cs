namespace ApiSecurity.Tests.Errors;

/// <summary>Clients that go away, time that is up, and what is taken back of a response that failed.</summary>
public sealed class CancellationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_that_goes_away_is_no_fault_of_the_application()
    {
        var reached = new TaskCompletionSource();
        await using var app = await TestApp.StartAsync(
            app =>
            {
                app.MapGet("/", async (HttpContext context) =>
                {
                    reached.SetResult();
                    await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
                }).AllowAnonymous();
                app.MapGet("/throw", IResult () => throw new InvalidOperationException()).AllowAnonymous();
            },
            kestrel: true);
        using var client = app.CreateClient();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var request = client.GetAsync("/", leaving.Token);
        await reached.Task.WaitAsync(Cancel);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);

        // The first event that arrives is of the request after it.
        using var _ = await client.GetAsync("/throw", Cancel);

        Assert.Equal("System.InvalidOperationException", (await app.Events.NextAsync()).Detail);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_timeout_inside_or_around_the_pipeline_is_a_problem(bool around)
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/", (HttpContext context) => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted))
                .AllowAnonymous().WithRequestTimeout(TimeSpan.FromMilliseconds(1)),
            services: builder => builder.Services.AddRequestTimeouts(),
            use: app =>
            {
                if (around)
                {
                    app.UseRouting().UseRequestTimeouts();
                    app.UseApiSecurity();
                }
                else
                {
                    app.UseApiSecurity();
                    app.UseRequestTimeouts();
                }
            },
            kestrel: true);

        var problem = await Problem.GetAsync(app, "/");

        Assert.Equal((504, "timed_out"), (problem.Status, problem.Code));
    }

    [Fact]
    public async Task What_the_application_had_set_is_taken_back_but_for_what_belongs_to_the_exchange()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/", IResult (HttpContext context) =>
            {
                context.Response.Headers.SetCookie = "a=b";
                context.Response.Headers.ETag = "\"1\"";
                context.Response.Headers.LastModified = "Thu, 01 Jan 2026 00:00:00 GMT";
                context.Response.Headers.CacheControl = "public, max-age=3600";
                context.Response.Headers.ContentEncoding = "br";
                context.Response.Headers["X-Total"] = "5";
                context.Response.Headers.AccessControlAllowOrigin = "https://shop.example";
                context.Response.Headers.AccessControlExposeHeaders = "X-Total";
                context.Response.Headers.Vary = "Origin";
                throw new InvalidOperationException();
            }).AllowAnonymous(),
            new() { ["Cors:DisabledReason"] = "the endpoint sets the headers" });

        var problem = await Problem.GetAsync(app, "/");
        var headers = problem.Response.Headers.Concat(problem.Response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase);

        Assert.Equal("no-store", headers["Cache-Control"]);
        Assert.Equal("https://shop.example", headers["Access-Control-Allow-Origin"]);
        Assert.Equal("Origin", headers["Vary"]);
        Assert.Equal("nosniff", headers["X-Content-Type-Options"]);
        Assert.Empty(headers.Keys.Intersect(["Set-Cookie", "ETag", "Last-Modified", "Content-Encoding", "X-Total"]));
    }

    [Fact]
    public async Task In_Report_mode_an_asynchronous_exception_is_told_and_goes_on_with_no_frame_of_ours()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/", async Task<IResult> () =>
            {
                await Task.Yield();
                throw new InvalidOperationException("unchanged");
            }).AllowAnonymous(),
            new() { ["Mode"] = "Report" });

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => app.CreateClient().GetAsync("/", Cancel));

        Assert.DoesNotContain("ErrorsMiddleware", error.StackTrace, StringComparison.Ordinal);
        var told = await app.Events.NextAsync();
        Assert.Equal((SecurityEventOutcome.Failed, "internal_error"), (told.Outcome, told.Reason));
    }
}
