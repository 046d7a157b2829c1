using ApiSecurity.Authorization;

namespace ApiSecurity.Tests.Authorization.Decisions;

public sealed class AccessDecisionTests
{
    private static readonly AccessEvaluation Question = new("user", "alice", "view", "order", "1");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_decision_point_decides()
    {
        var point = new FakePoint();
        await using var app = await DecisionApp.StartAsync(point);
        Assert.Equal(200, (await app.GetAsync("/orders/1")).Status);
        var (status, text, _) = await app.GetAsync("/orders/1", "bob");
        Assert.Equal(403, status);
        Assert.Contains("access_denied", text, StringComparison.Ordinal);
        Assert.Equal(401, (await app.GetAsync("/orders/1", caller: null)).Status);

        Assert.Equal([Question, Question with { SubjectId = "bob" }], point.Calls.SelectMany(call => call));
        var told = await app.Events.NextAsync();
        Assert.Equal(("authz_fail", "access_denied", "order", "1", "view"), (told.Name, told.Reason, told.ObjectType, told.ObjectId, told.Detail));
    }

    [Fact]
    public async Task Several_requirements_are_one_call_and_all_must_hold()
    {
        var point = new FakePoint { Answer = (evaluations, _) => ValueTask.FromResult<IReadOnlyList<bool>>([.. evaluations.Select(one => one.Action != "audit")]) };
        await using var app = await DecisionApp.StartAsync(point);
        Assert.Equal(403, (await app.GetAsync("/orders/1/lines/2")).Status);

        var call = Assert.Single(point.Calls);
        Assert.Equal([("audit", "1"), ("edit", "2"), ("view", "1")], call.Select(one => (one.Action, one.ResourceId)).Order());
    }

    public static TheoryData<string, Func<IReadOnlyList<AccessEvaluation>, CancellationToken, ValueTask<IReadOnlyList<bool>>>> Failures => new()
    {
        { "throws", (_, _) => throw new InvalidOperationException("secret of the point") },
        { "fails later", async (_, _) => { await Task.Yield(); throw new HttpRequestException("secret of the point"); } },
        { "no answer", (_, _) => ValueTask.FromResult<IReadOnlyList<bool>>([]) },
        { "too many answers", (_, _) => ValueTask.FromResult<IReadOnlyList<bool>>([true, true]) },
        { "null", (_, _) => ValueTask.FromResult<IReadOnlyList<bool>>(null!) },
        { "cancelled", (_, _) => ValueTask.FromCanceled<IReadOnlyList<bool>>(new CancellationToken(true)) },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Without_a_decision_nobody_passes(string what, Func<IReadOnlyList<AccessEvaluation>, CancellationToken, ValueTask<IReadOnlyList<bool>>> answer)
    {
        await using var app = await DecisionApp.StartAsync(new FakePoint { Answer = answer });
        var (status, text, response) = await app.GetAsync("/orders/1");
        Assert.True(status == 503, what);
        Assert.Contains("access_decision_unavailable", text, StringComparison.Ordinal);
        Assert.Equal("1", response.Headers.RetryAfter?.ToString());
        Assert.DoesNotContain(app.Logs.GetSnapshot(), record => record.Message.Contains("secret of the point", StringComparison.Ordinal));

        await using var denying = await DecisionApp.StartAsync(new FakePoint { Answer = answer }, new() { ["AccessDecisions:OnUnavailable"] = "Deny" });
        Assert.Equal(403, (await denying.GetAsync("/orders/1")).Status);
        Assert.Equal("access_decision_unavailable", (await denying.Events.NextAsync()).Reason);
    }

    [Fact]
    public async Task A_point_that_does_not_answer_in_time_is_not_waited_for()
    {
        var never = new TaskCompletionSource<IReadOnlyList<bool>>();
        var point = new FakePoint { Answer = (_, _) => new(never.Task) };
        await using var app = await DecisionApp.StartAsync(point, new() { ["AccessDecisions:Timeout"] = "00:00:05" });
        var answer = app.GetAsync("/orders/1");
        await point.Called.WaitAsync(Cancellation);
        Assert.False(answer.IsCompleted);
        await UntilAsync(() =>
        {
            app.Time.Advance(TimeSpan.FromSeconds(6));
            return answer.IsCompleted;
        });
        Assert.Equal(503, (await answer).Status);

        // The late yes is nobody's.
        never.SetResult([true]);
        point.Answer = (_, _) => ValueTask.FromResult<IReadOnlyList<bool>>([false]);
        Assert.Equal(403, (await app.GetAsync("/orders/1")).Status);
    }

    [Fact]
    public async Task Decisions_are_remembered_for_their_time_and_each_for_its_own_question()
    {
        var point = new FakePoint();
        await using var app = await DecisionApp.StartAsync(point);
        for (var time = 0; time < 3; time++)
        {
            Assert.Equal(200, (await app.GetAsync("/orders/1")).Status);
            Assert.Equal(403, (await app.GetAsync("/orders/1", "bob")).Status);
        }

        Assert.Equal(2, point.Calls.Count);
        app.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(403, (await app.GetAsync("/orders/1", "bob")).Status);
        Assert.Equal(200, (await app.GetAsync("/orders/1")).Status);
        Assert.Equal(3, point.Calls.Count);
        app.Time.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal(200, (await app.GetAsync("/orders/1")).Status);
        Assert.Equal(200, (await app.GetAsync("/orders/2")).Status);
        Assert.Equal(5, point.Calls.Count);

        var context = Question with { Context = new Dictionary<string, string> { ["tenant"] = "north" } };
        Assert.True(await app.Decisions().EvaluateAsync(context, Cancellation));
        Assert.True(await app.Decisions().EvaluateAsync(context with { Context = new Dictionary<string, string> { ["tenant"] = "south" } }, Cancellation));
        Assert.True(await app.Decisions().EvaluateAsync(context, Cancellation));
        Assert.Equal(7, point.Calls.Count);
    }

    [Fact]
    public async Task Access_that_is_taken_away_ends_at_once_where_the_application_says_so()
    {
        var isAllowed = true;
        var point = new FakePoint { Answer = (evaluations, _) => ValueTask.FromResult<IReadOnlyList<bool>>([.. evaluations.Select(_ => isAllowed)]) };
        await using var app = await DecisionApp.StartAsync(point);
        Assert.Equal(200, (await app.GetAsync("/orders/1")).Status);
        Assert.Equal(200, (await app.GetAsync("/orders/1", "bob")).Status);
        isAllowed = false;
        Assert.Equal(200, (await app.GetAsync("/orders/1")).Status);
        app.Decisions().Forget("user", "alice");
        Assert.Equal(403, (await app.GetAsync("/orders/1")).Status);
        Assert.Equal(200, (await app.GetAsync("/orders/1", "bob")).Status);
    }

    [Fact]
    public async Task What_was_asked_before_the_change_is_not_remembered_after_it()
    {
        var first = new TaskCompletionSource<IReadOnlyList<bool>>();
        var point = new FakePoint { Answer = (_, _) => new(first.Task) };
        await using var app = await DecisionApp.StartAsync(point, new() { ["AccessDecisions:Timeout"] = "00:00:30" });
        var before = app.GetAsync("/orders/1");
        await point.Called.WaitAsync(Cancellation);
        app.Decisions().Forget("user", "alice");
        point.Answer = (_, _) => ValueTask.FromResult<IReadOnlyList<bool>>([false]);
        Assert.Equal(403, (await app.GetAsync("/orders/1")).Status);
        first.SetResult([true]);
        await before;
        Assert.Equal(403, (await app.GetAsync("/orders/1")).Status);
    }

    [Fact]
    public async Task The_same_question_is_asked_once_at_a_time_and_outlives_who_asked_first()
    {
        var held = new TaskCompletionSource<IReadOnlyList<bool>>();
        var point = new FakePoint { Answer = (_, _) => new(held.Task) };
        await using var app = await DecisionApp.StartAsync(point, new() { ["AccessDecisions:Timeout"] = "00:00:30" });
        using var gone = new CancellationTokenSource();
        var first = app.Decisions().EvaluateAsync(Question, gone.Token).AsTask();
        var others = Enumerable.Range(0, 20).Select(_ => app.Decisions().EvaluateAsync(Question, Cancellation).AsTask()).ToArray();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        held.SetResult([true]);
        Assert.All(await Task.WhenAll(others), decision => Assert.True(decision));
        Assert.Single(point.Calls);
    }

    [Fact]
    public async Task Memory_and_calls_are_bounded()
    {
        var point = new FakePoint();
        await using var app = await DecisionApp.StartAsync(point, new() { ["AccessDecisions:MaxCacheEntries"] = "100", ["AccessDecisions:MaxBatchSize"] = "10" });
        var many = Enumerable.Range(0, 1000).Select(id => Question with { ResourceId = $"{id}" }).ToArray();
        Assert.All(await app.Decisions().EvaluateAllAsync(many, Cancellation), decision => Assert.True(decision));
        Assert.All(point.Calls, call => Assert.InRange(call.Count, 1, 10));

        var held = new TaskCompletionSource<IReadOnlyList<bool>>();
        var busy = new FakePoint { Answer = (_, _) => new(held.Task) };
        await using var small = await DecisionApp.StartAsync(busy, new() { ["AccessDecisions:MaxConcurrency"] = "2", ["AccessDecisions:Timeout"] = "00:00:30" });
        var asked = Enumerable.Range(0, 3).Select(id => small.Decisions().EvaluateAsync(Question with { ResourceId = $"{id}" }, Cancellation).AsTask()).ToArray();
        Assert.Null(await asked[2]);
        held.SetResult([true]);
        Assert.True(await asked[0]);
        Assert.True(await asked[1]);
    }

    [Theory]
    [InlineData("/orders/%01")]
    [InlineData("/orders/long")]
    public async Task Ids_that_could_be_none_are_not_asked_about(string path)
    {
        var point = new FakePoint();
        await using var app = await DecisionApp.StartAsync(point, map: app => app.MapGet("/orders/{id}", (string id) => id).RequireAccess("view", "order"));
        var (status, _, _) = await app.GetAsync(path.Replace("long", new string('x', 300), StringComparison.Ordinal));
        Assert.True(status is 403 or 400);
        Assert.Empty(point.Calls);
    }

    [Fact]
    public async Task What_can_t_work_stops_the_start()
    {
        var none = await Assert.ThrowsAsync<InvalidOperationException>(() => DecisionApp.StartAsync(services => services.AddApiSecurity()));
        Assert.Contains("there is no decision point", none.Message, StringComparison.Ordinal);
        var route = await Assert.ThrowsAsync<InvalidOperationException>(() => DecisionApp.StartAsync(
            new FakePoint(), map: app => app.MapGet("/orders/{number}", (string number) => number).RequireAccess("view", "order")));
        Assert.Contains("has no {id}", route.Message, StringComparison.Ordinal);
        var endpoint = await Assert.ThrowsAsync<InvalidOperationException>(() => DecisionApp.StartAsync(services => services.AddApiSecurity().AddAuthZen()));
        Assert.Contains("ApiSecurity:AccessDecisions:Endpoint", endpoint.Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<Exception>(() => DecisionApp.StartAsync(
            services => services.AddApiSecurity().AddAuthZen(), new() { ["AccessDecisions:Endpoint"] = "http://pdp.example.com" }));
        Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddApiSecurity().AddAuthZen().AddAccessDecisions<DecisionPoint>());
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var time = 0; time < 1000 && !isSo(); time++)
        {
            await Task.Delay(10, Cancellation);
        }

        Assert.True(isSo());
    }
}
