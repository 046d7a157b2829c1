using ApiSecurity.Authentication;

namespace ApiSecurity.Tests.Authentication;

/// <summary>How often the server is asked, and how long what it says is used.</summary>
public sealed class IntrospectionCacheTests
{
    private const string Token = IntrospectingServer.Token;

    private readonly IntrospectingServer _server = new();

    private int Asked => _server.Questions.Count;

    [Fact]
    public async Task An_active_answer_is_used_for_its_time_and_no_longer()
    {
        await using var app = await _server.StartAppAsync();

        await AssertAsync(app, 200);
        app.Time.Advance(TimeSpan.FromSeconds(59));
        await AssertAsync(app, 200);
        Assert.Equal(1, Asked);

        _server.Know = _ => new { active = false };
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await AssertAsync(app, 401);
        Assert.Equal(2, Asked);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("tests look at the answers alone")]
    public async Task No_answer_outlives_the_token(string? withoutCredentialCache)
    {
        await using var app = await _server.StartAppAsync(new() { ["CredentialCache:DisabledReason"] = withoutCredentialCache });
        var expires = app.Time.GetUtcNow().ToUnixTimeSeconds() + 20;
        _server.Know = _ => IntrospectingServer.Active(answer => answer["exp"] = expires);

        await AssertAsync(app, 200);
        app.Time.Advance(TimeSpan.FromSeconds(19));
        await AssertAsync(app, 200);
        Assert.Equal(1, Asked);
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await AssertAsync(app, 200);
        Assert.Equal(2, Asked);
        app.Time.Advance(TimeSpan.FromSeconds(30));
        await AssertAsync(app, 401);
    }

    [Fact]
    public async Task An_inactive_answer_does_not_lock_a_token_out_that_becomes_good()
    {
        _server.Know = _ => new { active = false };
        await using var app = await _server.StartAppAsync();

        await AssertAsync(app, 401);
        await AssertAsync(app, 401);
        Assert.Equal(1, Asked);

        _server.Know = _ => IntrospectingServer.Active();
        app.Time.Advance(TimeSpan.FromSeconds(10));
        await AssertAsync(app, 200);
    }

    [Fact]
    public async Task Without_a_cache_each_request_asks()
    {
        await using var app = await _server.StartAppAsync(new() { ["Introspection:CacheLifetime"] = "00:00:00", ["Introspection:InactiveCacheLifetime"] = "00:00:00" });

        await AssertAsync(app, 200);
        await AssertAsync(app, 200);
        Assert.Equal(2, Asked);
    }

    [Fact]
    public async Task A_thousand_requests_with_one_token_are_one_question_and_who_gives_up_ends_it_for_nobody()
    {
        var open = new TaskCompletionSource();
        var answer = _server.Answer;
        _server.Answer = async asked =>
        {
            await open.Task;
            return await answer(asked);
        };
        await using var app = await _server.StartAppAsync();
        var introspection = app.App.Services.GetRequiredService<TokenIntrospection>();
        using var impatient = new CancellationTokenSource();

        var first = introspection.AskAsync(Token, impatient.Token).AsTask();
        var others = Enumerable.Range(0, 1000).Select(_ => introspection.AskAsync(Token, TestContext.Current.CancellationToken).AsTask()).ToArray();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        open.SetResult();

        Assert.All(await Task.WhenAll(others), outcome => Assert.NotNull(outcome.Ticket));
        Assert.Equal(1, Asked);
    }

    [Fact]
    public async Task Malformed_and_too_long_tokens_cost_no_question()
    {
        await using var app = await _server.StartAppAsync();

        foreach (var (token, reason) in ((string, string)[])[("a b", "token_malformed"), ("té", "token_malformed"), ("=", "token_malformed"), ("a=b", "token_malformed"), ("a\"b", "token_malformed"), (new string('a', 4097), "token_too_large")])
        {
            var outcome = await app.App.Services.GetRequiredService<TokenIntrospection>().AskAsync(token, TestContext.Current.CancellationToken);
            Assert.Equal(reason, outcome.Rejected!.Reason);
        }

        await app.AssertRefusedAsync(new string('a', 4097), "token_too_large");
        Assert.Equal(0, Asked);
    }

    [Fact]
    public async Task A_flood_of_invented_tokens_does_not_become_one_of_the_server()
    {
        var open = new TaskCompletionSource();
        var most = 0;
        var now = 0;
        _server.Answer = async _ =>
        {
            var count = Interlocked.Increment(ref now);
            InterlockedMax(ref most, count);
            await open.Task;
            Interlocked.Decrement(ref now);
            return IntrospectingServer.Json("""{"active":false}""");
        };
        await using var app = await _server.StartAppAsync(new() { ["Introspection:MaxConcurrency"] = "8" });
        var introspection = app.App.Services.GetRequiredService<TokenIntrospection>();

        var all = Enumerable.Range(0, 500).Select(index => introspection.AskAsync($"invented-{index:D10}", TestContext.Current.CancellationToken).AsTask()).ToArray();
        Assert.Equal(492, all.Count(task => task is { IsCompletedSuccessfully: true, Result.RetryAfter: not null }));
        open.SetResult();

        Assert.All(await Task.WhenAll(all), outcome => Assert.Null(outcome.Ticket));
        Assert.Equal(8, most);
        Assert.Equal(8, Asked);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_is_not_waited_for()
    {
        _server.Answer = async asked =>
        {
            await Task.Delay(Timeout.Infinite, asked.Cancelled);
            throw new InvalidOperationException();
        };
        await using var app = await _server.StartAppAsync();

        var waiting = app.App.Services.GetRequiredService<TokenIntrospection>().AskAsync(Token, TestContext.Current.CancellationToken).AsTask();
        Assert.False(waiting.IsCompleted);
        app.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("introspection_unavailable", (await waiting).Rejected!.Reason);
    }

    [Fact]
    public async Task A_server_that_is_down_is_left_alone_for_a_while_and_then_tried_once()
    {
        _server.Answer = _ => throw new HttpRequestException("refused");
        await using var app = await _server.StartAppAsync();

        for (var index = 0; index < 20; index++)
        {
            await AssertAsync(app, 503, Token + index);
        }

        Assert.Equal(5, Asked);
        using (var response = await app.GetAsync("/me", Token))
        {
            Assert.Equal("10", response.Headers.RetryAfter!.ToString());
        }

        app.Time.Advance(TimeSpan.FromSeconds(10));
        await AssertAsync(app, 503);
        await AssertAsync(app, 503);
        Assert.Equal(6, Asked);

        _server.Answer = _ => Task.FromResult(IntrospectingServer.Json(System.Text.Json.JsonSerializer.Serialize(IntrospectingServer.Active())));
        app.Time.Advance(TimeSpan.FromSeconds(10));
        await AssertAsync(app, 200);
        await AssertAsync(app, 200, Token + "2");
        Assert.Equal(8, Asked);
    }

    [Fact]
    public async Task While_the_server_is_down_known_tokens_go_on_until_their_time_is_over()
    {
        await using var app = await _server.StartAppAsync();
        await AssertAsync(app, 200);
        _server.Answer = _ => throw new HttpRequestException("refused");

        app.Time.Advance(TimeSpan.FromSeconds(59));
        await AssertAsync(app, 200);
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await AssertAsync(app, 503);
    }

    [Fact]
    public async Task Tokens_that_the_server_can_not_read_do_not_make_it_look_ill()
    {
        _server.Answer = asked => Task.FromResult(asked.Form["token"] == Token
            ? IntrospectingServer.Json(System.Text.Json.JsonSerializer.Serialize(IntrospectingServer.Active()))
            : IntrospectingServer.Json("{}", 400));
        await using var app = await _server.StartAppAsync();

        for (var index = 0; index < 10; index++)
        {
            await AssertAsync(app, 503, Token + index);
        }

        await AssertAsync(app, 200);
    }

    [Fact]
    public async Task At_an_open_endpoint_a_token_that_nobody_could_check_is_none()
    {
        _server.Answer = _ => throw new HttpRequestException("refused");
        await using var app = await _server.StartAppAsync();

        Assert.Equal("nobody", await (await app.GetAsync("/open", Token)).TextAsync());
    }

    [Fact]
    public void The_memory_of_answers_is_bounded_and_keeps_what_is_used()
    {
        var cache = new AnswerCache(100);
        var secret = new byte[32];
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var used = TokenKey.Of("used", secret);
        var outcome = IntrospectionOutcome.Refused(IntrospectionProblems.Inactive, now.AddMinutes(1));
        cache.Add(used, outcome);

        for (var index = 0; index < 10_000; index++)
        {
            cache.Add(TokenKey.Of($"flood {index}", secret), outcome);
            Assert.Same(outcome, cache.Find(used, now));
            Assert.True(cache.Count <= 100);
        }

        Assert.Null(cache.Find(used, now.AddMinutes(1)));
    }

    private static void InterlockedMax(ref int most, int count)
    {
        for (var seen = Volatile.Read(ref most); seen < count; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, count, seen);
        }
    }

    private static async Task AssertAsync(TestApp app, int status, string token = Token)
    {
        using var response = await app.GetAsync("/me", token);
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} {await response.TextAsync()}");
    }
}
