using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;

namespace ApiSecurity.Tests.Transport;

/// <summary>The clock is the test's: no test waits for time to pass.</summary>
public sealed class DeadlineTests
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _leave = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_that_does_not_answer_in_time_ends_in_504(bool kestrel)
    {
        await using var app = await StartAsync(kestrel: kestrel);
        var answer = app.CreateClient().GetAsync(new Uri("/slow", UriKind.Relative), TestContext.Current.CancellationToken);
        await _entered.Task;

        app.Time.Advance(TimeSpan.FromSeconds(102));
        using var response = await answer;

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Contains("\"timed_out\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("ETag"));
        var told = await app.Events.NextAsync();
        Assert.Equal(("timed_out", "/slow"), (told.Reason, told.Endpoint));
    }

    [Fact]
    public async Task A_deadline_is_never_early()
    {
        await using var app = await StartAsync();
        var answer = app.CreateClient().GetAsync(new Uri("/slow", UriKind.Relative), TestContext.Current.CancellationToken);
        await _entered.Task;

        app.Time.Advance(TimeSpan.FromSeconds(99.9));
        _leave.SetResult();
        using var response = await answer;

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task An_endpoint_has_its_own_deadline()
    {
        await using var app = await StartAsync();
        var answer = app.CreateClient().GetAsync(new Uri("/quick", UriKind.Relative), TestContext.Current.CancellationToken);
        await _entered.Task;

        app.Time.Advance(TimeSpan.FromSeconds(5));
        using var response = await answer;

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
    }

    [Theory]
    [InlineData("application/grpc")]
    [InlineData("application/grpc+proto")]
    [InlineData("text/event-stream")]
    public async Task What_the_client_calls_its_content_moves_no_deadline(string type)
    {
        await using var app = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/quick") { Content = new ByteArrayContent([0]) { Headers = { ContentType = new(type) } } };
        var answer = app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);
        await _entered.Task;

        app.Time.Advance(TimeSpan.FromSeconds(5));
        using var response = await answer;

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
    }

    [Theory]
    [InlineData("/endless")]
    [InlineData("/framework")]
    [InlineData("/stream")]
    [InlineData("/events")]
    public async Task What_may_take_as_long_as_it_likes_does(string path)
    {
        await using var app = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        var answer = app.CreateClient().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await _entered.Task;

        app.Time.Advance(TimeSpan.FromHours(1));
        _leave.SetResult();
        using var response = await answer;

        Assert.Contains("done", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_WebSocket_may_stay_open()
    {
        await using var app = await TestApp.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/socket", async (HttpContext context) =>
                {
                    using var socket = await context.WebSockets.AcceptWebSocketAsync();
                    _entered.SetResult();
                    await _leave.Task.WaitAsync(context.RequestAborted);
                    await socket.SendAsync("done"u8.ToArray(), System.Net.WebSockets.WebSocketMessageType.Text, true, CancellationToken.None);
                }).AllowAnonymous();
            },
            kestrel: true);
        using var client = new System.Net.WebSockets.ClientWebSocket();
        await client.ConnectAsync(new UriBuilder(app.Address) { Scheme = "ws", Path = "/socket" }.Uri, TestContext.Current.CancellationToken);
        await _entered.Task;

        app.Time.Advance(TimeSpan.FromHours(1));
        _leave.SetResult();

        var buffer = new byte[16];
        var received = await client.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken);
        Assert.Equal("done", System.Text.Encoding.UTF8.GetString(buffer, 0, received.Count));
    }

    [Fact]
    public async Task One_requests_token_is_not_the_next_ones_trouble()
    {
        using var entered = new SemaphoreSlim(0);
        await using var app = await TestApp.StartAsync(app =>
        {
            app.MapGet("/first", async (HttpContext context) =>
            {
                entered.Release();
                await _leave.Task.WaitAsync(context.RequestAborted);
            }).AllowAnonymous();
            app.MapGet("/next", (HttpContext context) => context.RequestAborted.IsCancellationRequested.ToString()).AllowAnonymous();
        });
        using var client = app.CreateClient();
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal("False", await client.GetStringAsync(new Uri("/next", UriKind.Relative), TestContext.Current.CancellationToken));
            var slow = client.GetAsync(new Uri("/first", UriKind.Relative), TestContext.Current.CancellationToken);
            await entered.WaitAsync(TestContext.Current.CancellationToken);
            app.Time.Advance(TimeSpan.FromSeconds(102));
            using var response = await slow;
            Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        }

        Assert.Equal("False", await client.GetStringAsync(new Uri("/next", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_client_that_goes_away_is_still_noticed()
    {
        await using var app = await StartAsync(kestrel: true);
        using var client = app.CreateClient();
        using var gone = new CancellationTokenSource();
        var answer = client.GetAsync(new Uri("/slow", UriKind.Relative), gone.Token);
        await _entered.Task;

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);

        await _cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_servers_own_feature_is_back_once_the_request_is_over()
    {
        IHttpRequestLifetimeFeature? before = null;
        IHttpRequestLifetimeFeature? after = null;
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/", (HttpContext context) => context.RequestAborted.CanBeCanceled.ToString()).AllowAnonymous(),
            use: app =>
            {
                app.Use(async (context, next) =>
                {
                    before = context.Features.Get<IHttpRequestLifetimeFeature>();
                    await next(context);
                    after = context.Features.Get<IHttpRequestLifetimeFeature>();
                });
                app.UseApiSecurity();
            });

        Assert.Equal("True", await app.CreateClient().GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.NotNull(before);
        Assert.Same(before, after);
    }

    [Fact]
    public async Task Report_mode_tells_and_cancels_nothing()
    {
        await using var app = await StartAsync(new() { ["Mode"] = "Report" });
        var answer = app.CreateClient().GetAsync(new Uri("/slow", UriKind.Relative), TestContext.Current.CancellationToken);
        await _entered.Task;

        app.Time.Advance(TimeSpan.FromSeconds(102));
        _leave.SetResult();
        using var response = await answer;

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var told = await app.Events.NextAsync();
        Assert.Equal(("timed_out", SecurityEventOutcome.Reported), (told.Reason, told.Outcome));
    }

    [Fact]
    public async Task Many_requests_at_once_have_a_deadline_each()
    {
        const int Count = 200;
        using var entered = new CountdownEvent(Count);
        await using var app = await TestApp.StartAsync(app => app.MapGet("/{id:int}", async (int id, HttpContext context) =>
        {
            entered.Signal();
            await (id % 2 == 0 ? new TaskCompletionSource().Task.WaitAsync(context.RequestAborted) : _leave.Task);
            return "done";
        }).AllowAnonymous());
        using var client = app.CreateClient();

        var answers = Enumerable.Range(0, Count)
            .Select(id => client.GetAsync(new Uri($"/{id}", UriKind.Relative), TestContext.Current.CancellationToken)).ToArray();
        Assert.True(entered.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        _leave.SetResult();
        await Task.WhenAll(answers.Where((_, id) => id % 2 == 1));
        app.Time.Advance(TimeSpan.FromSeconds(102));
        var responses = await Task.WhenAll(answers);

        Assert.All(responses.Where((_, id) => id % 2 == 0), response => Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode));
        Assert.All(responses.Where((_, id) => id % 2 == 1), response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
    }

    private Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null, bool kestrel = false) => TestApp.StartAsync(
        app =>
        {
            var open = app.MapGroup("").AsPublicEndpoint("a test");
            open.MapGet("/slow", (Delegate)WaitAsync);
            open.MapGet("/quick", (Delegate)WaitAsync).WithRequestLimits(limits => limits.Timeout = TimeSpan.FromSeconds(3));
            open.MapGet("/endless", (Delegate)WaitAsync).WithRequestLimits(limits => limits.Timeout = TimeSpan.Zero);
            open.MapGet("/framework", (Delegate)WaitAsync).WithMetadata(new DisableRequestTimeoutAttribute());
            open.MapGet("/events", (HttpContext context) => TypedResults.ServerSentEvents(EventsAsync(context)));
            open.MapGet("/stream", async (HttpContext context) =>
            {
                await context.Response.StartAsync();
                await context.Response.WriteAsync(await WaitAsync(context));
            });
        },
        settings,
        kestrel: kestrel);

    private async IAsyncEnumerable<string> EventsAsync(HttpContext context)
    {
        yield return await WaitAsync(context);
    }

    private async Task<string> WaitAsync(HttpContext context)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.Headers.ETag = "\"1\"";
        }

        _entered.TrySetResult();
        try
        {
            await _leave.Task.WaitAsync(context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            _cancelled.TrySetResult();
            throw;
        }

        return "done";
    }
}
