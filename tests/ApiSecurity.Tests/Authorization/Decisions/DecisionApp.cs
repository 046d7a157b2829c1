using System.Collections.Concurrent;
using System.Security.Claims;
using ApiSecurity.Authorization;

namespace ApiSecurity.Tests.Authorization.Decisions;

/// <summary>A decision point in memory, whose answers a test holds back, changes and counts.</summary>
internal sealed class FakePoint : IAccessDecisionPoint
{
    private readonly ConcurrentQueue<IReadOnlyList<AccessEvaluation>> _calls = new();
    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the point has been asked for the first time.</summary>
    public Task Called => _called.Task;

    public IReadOnlyCollection<IReadOnlyList<AccessEvaluation>> Calls => _calls;

    public Func<IReadOnlyList<AccessEvaluation>, CancellationToken, ValueTask<IReadOnlyList<bool>>> Answer { get; set; } =
        static (evaluations, _) => ValueTask.FromResult<IReadOnlyList<bool>>([.. evaluations.Select(one => one.SubjectId == "alice")]);

    public ValueTask<IReadOnlyList<bool>> EvaluateAsync(IReadOnlyList<AccessEvaluation> evaluations, CancellationToken cancellationToken)
    {
        _calls.Enqueue(evaluations);
        _called.TrySetResult();
        return Answer(evaluations, cancellationToken);
    }
}

/// <summary>Takes the point of the test.</summary>
internal sealed class DecisionPoint(FakePoint point) : IAccessDecisionPoint
{
    public ValueTask<IReadOnlyList<bool>> EvaluateAsync(IReadOnlyList<AccessEvaluation> evaluations, CancellationToken cancellationToken) => point.EvaluateAsync(evaluations, cancellationToken);
}

internal static class DecisionApp
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/orders/{id}", (string id) => id).RequireAccess("view", "order");
        app.MapGet("/orders/{id}/lines/{line}", (string id, string line) => id + line).RequireAccess("view", "order").RequireAccess("edit", "line", "line").RequireAccess("audit", "order");
        app.MapGet("/open/{id}", (string id) => id).RequireAccess("view", "order").AllowAnonymous();
    }

    public static Task<TestApp> StartAsync(FakePoint point, Dictionary<string, string?>? settings = null, Action<WebApplication>? map = null) => StartAsync(
        services => services.AddSingleton(point).AddApiSecurity().AddAccessDecisions<DecisionPoint>(), settings, map);

    public static Task<TestApp> StartAsync(Action<IServiceCollection> add, Dictionary<string, string?>? settings = null, Action<WebApplication>? map = null) => TestApp.StartAsync(
        map ?? Map,
        new Dictionary<string, string?>(settings ?? []) { ["Transport:RequireHttps"] = "false" },
        builder => add(builder.Services),
        app =>
        {
            app.Use((context, next) =>
            {
                context.User = context.Request.Headers["X-Caller"].ToString() is { Length: > 0 } subject ? new(new ClaimsIdentity([new Claim("sub", subject)], "Test")) : context.User;
                return next(context);
            });
            app.UseApiSecurity();
        });

    public static async Task<(int Status, string Text, HttpResponseMessage Response)> GetAsync(this TestApp app, string path, string? caller = "alice")
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (caller is not null)
        {
            request.Headers.Add("X-Caller", caller);
        }

        var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response);
    }

    public static AccessDecisions Decisions(this TestApp app) => app.App.Services.GetRequiredService<AccessDecisions>();
}
