using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ApiSecurity.Tests.Authorization.Decisions;

/// <summary>Against a real server as the decision point.</summary>
public sealed class AuthZenTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private sealed class Pdp(WebApplication app, List<string> requests) : IAsyncDisposable
    {
        public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

        public List<string> Requests => requests;

        public static async Task<Pdp> StartAsync(Func<HttpContext, string, Task> answer)
        {
            var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            var requests = new List<string>();
            app.Run(async context =>
            {
                var body = await new StreamReader(context.Request.Body).ReadToEndAsync(Cancellation);
                lock (requests)
                {
                    requests.Add($"{context.Request.Method} {context.Request.Path} {context.Request.ContentType} {body}");
                }

                await answer(context, body);
            });
            await app.StartAsync(Cancellation);
            return new Pdp(app, requests);
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }

    private static Task<TestApp> StartAsync(string endpoint, string timeout = "00:00:30") => DecisionApp.StartAsync(
        services => services.AddApiSecurity().AddAuthZen(), new() { ["AccessDecisions:Endpoint"] = endpoint, ["AccessDecisions:MaxResponseBytes"] = "4096", ["AccessDecisions:Timeout"] = timeout });

    private static Task JsonAsync(HttpContext context, string json, string type = "application/json")
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync(json, Cancellation);
    }

    [Fact]
    public async Task One_question_is_an_evaluation_and_several_are_evaluations()
    {
        await using var pdp = await Pdp.StartAsync((context, body) =>
        {
            var asked = JsonDocument.Parse(body).RootElement;
            return JsonAsync(context, asked.TryGetProperty("evaluations", out var all)
                ? $$"""{"evaluations":[{{string.Join(',', all.EnumerateArray().Select(one => """{"decision":true,"context":{"why":"x"}}"""))}}]}"""
                : $$"""{"decision":{{(asked.GetProperty("subject").GetProperty("id").GetString() == "alice" ? "true" : "false")}}}""");
        });
        await using var app = await StartAsync(pdp.Address + "/");
        Assert.Equal(200, (await app.GetAsync("/orders/7")).Status);
        Assert.Equal(403, (await app.GetAsync("/orders/7", "bob")).Status);
        Assert.Equal(200, (await app.GetAsync("/orders/8/lines/9")).Status);

        Assert.Equal(
            """POST /access/v1/evaluation application/json {"subject":{"type":"user","id":"alice"},"action":{"name":"view"},"resource":{"type":"order","id":"7"}}""", pdp.Requests[0]);
        Assert.StartsWith("POST /access/v1/evaluations application/json {\"evaluations\":[{\"subject\":", pdp.Requests[2], StringComparison.Ordinal);
    }

    public static TheoryData<string, Func<HttpContext, Task>> Lies => new()
    {
        { "an error", context => { context.Response.StatusCode = 500; return JsonAsync(context, """{"decision":true}"""); } },
        { "unauthorized", context => { context.Response.StatusCode = 401; return JsonAsync(context, """{"decision":true}"""); } },
        { "created", context => { context.Response.StatusCode = 201; return JsonAsync(context, """{"decision":true}"""); } },
        { "a redirect", context => { context.Response.Redirect("/yes"); return Task.CompletedTask; } },
        { "a text", context => JsonAsync(context, """{"decision":"true"}""") },
        { "a number", context => JsonAsync(context, """{"decision":1}""") },
        { "null", context => JsonAsync(context, """{"decision":null}""") },
        { "nothing", context => JsonAsync(context, "") },
        { "no decision", context => JsonAsync(context, "{}") },
        { "a bare yes", context => JsonAsync(context, "true") },
        { "another case", context => JsonAsync(context, """{"Decision":true}""") },
        { "twice", context => JsonAsync(context, """{"decision":false,"decision":true}""") },
        { "evaluations in place of one", context => JsonAsync(context, """{"evaluations":[{"decision":true}]}""") },
        { "HTML", context => JsonAsync(context, """{"decision":true}""", "text/html") },
        { "broken JSON", context => JsonAsync(context, """{"decision":true""") },
        { "deep JSON", context => JsonAsync(context, $$"""{"decision":true,"context":{{new string('[', 100)}}{{new string(']', 100)}}}""") },
        { "long, said before", context => { var text = $$$"""{"decision":true,"context":{"x":"{{{new string('x', 5000)}}}"}}"""; context.Response.ContentLength = text.Length; return JsonAsync(context, text); } },
        { "long without end", async context =>
            {
                await JsonAsync(context, """{"decision":true,"context":{"x":" """);
                for (var time = 0; time < 1000 && !context.RequestAborted.IsCancellationRequested; time++)
                {
                    await context.Response.WriteAsync(new string('x', 4096), context.RequestAborted);
                }
            }
        },
        { "cut off", async context => { context.Response.ContentLength = 1000; await JsonAsync(context, """{"decision":true}"""); await context.Response.Body.FlushAsync(Cancellation); context.Abort(); } },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task What_is_no_decision_is_no_yes(string what, Func<HttpContext, Task> answer)
    {
        await using var pdp = await Pdp.StartAsync((context, _) => answer(context));
        await using var app = await StartAsync(pdp.Address);

        var (status, text, _) = await app.GetAsync("/orders/1");

        Assert.True(status == 503, $"{what}: {status}");
        Assert.Contains("access_decision_unavailable", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluations_must_be_as_many_as_the_questions()
    {
        await using var pdp = await Pdp.StartAsync((context, _) => JsonAsync(context, """{"evaluations":[{"decision":true},{"decision":true}]}"""));
        await using var app = await StartAsync(pdp.Address);
        Assert.Equal(503, (await app.GetAsync("/orders/1/lines/2")).Status);
    }

    [Fact]
    public async Task A_point_that_is_down_or_silent_holds_nobody_up()
    {
        await using var down = await StartAsync("http://127.0.0.1:1");
        Assert.Equal(503, (await down.GetAsync("/orders/1")).Status);

        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = new TaskCompletionSource();
        await using var pdp = await Pdp.StartAsync((_, _) =>
        {
            asked.SetResult();
            return held.Task;
        });
        await using var app = await StartAsync(pdp.Address, "00:00:02");
        var answer = app.GetAsync("/orders/1");
        await asked.Task.WaitAsync(Cancellation);
        app.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(503, (await answer).Status);
        held.SetResult();
    }
}
