using System.Net;
using System.Text.Json;

namespace ApiSecurity.Tests.Errors;

public sealed class ExceptionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_exception_becomes_a_problem_with_a_trace_id_and_nothing_else(bool kestrel)
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/", IResult () => throw new InvalidOperationException("secret")).AllowAnonymous(), kestrel: kestrel);

        using var response = await app.CreateClient().GetAsync("/", Cancel);
        var problem = await response.Content.ReadFromJsonAsync<Dictionary<string, JsonElement>>(Cancel);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["code", "status", "title", "traceId", "type"], problem!.Keys.Order());
        Assert.Equal("internal_error", problem["code"].GetString());
        var told = await app.Events.NextAsync();
        Assert.Equal(SecurityEventNames.SystemFault, told.Name);
        Assert.Equal("System.InvalidOperationException", told.Detail);
        Assert.Equal(problem["traceId"].GetString(), told.TraceId);
    }

    /// <summary>A parent that is no W3C trace context makes the framework take the client's text into the activity's id.</summary>
    [Theory]
    [InlineData("traceparent", "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-<script>hunter2</script>", "application/json")]
    [InlineData("traceparent", "<script>hunter2</script>", "text/plain")]
    [InlineData("Request-Id", "|<script>hunter2</script>", "application/json")]
    [InlineData("Request-Id", "|hunter2", "application/json")]
    public async Task A_client_can_not_put_its_text_into_the_trace_id(string header, string value, string accept)
    {
        await using var app = await TestApp.StartAsync(
            app =>
            {
                app.MapGet("/throws", IResult () => throw new InvalidOperationException("secret")).AllowAnonymous();
                app.MapGet("/problem", () => Results.Problem("own")).AllowAnonymous();
                app.MapGet("/closed", () => "");
            },
            kestrel: true);

        foreach (var path in new[] { "/throws", "/problem", "/closed" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            Assert.True(request.Headers.TryAddWithoutValidation(header, value));
            request.Headers.Accept.ParseAdd(accept);
            using var response = await app.CreateClient().SendAsync(request, Cancel);

            Assert.DoesNotContain("hunter2", response + await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("hunter2", (await app.Events.NextAsync()).TraceId, StringComparison.Ordinal);
        Assert.DoesNotContain(app.Logs.GetSnapshot(), line => line.Message.Contains("hunter2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(404, "not_found")]
    [InlineData(418, "client_error")]
    [InlineData(599, "server_error")]
    public async Task A_status_without_a_body_becomes_a_problem(int status, string code)
    {
        await using var app = await TestApp.StartAsync(app => app.MapGet("/", () => Results.StatusCode(status)).AllowAnonymous());

        using var response = await app.CreateClient().GetAsync("/", Cancel);
        var problem = await response.Content.ReadFromJsonAsync<Dictionary<string, JsonElement>>(Cancel);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(code, problem!["code"].GetString());
        Assert.Empty(app.Events.Pending);
    }

    [Fact]
    public async Task In_Report_mode_an_exception_goes_on_unchanged_and_is_told()
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/", IResult () => throw new InvalidOperationException("unchanged")).AllowAnonymous(),
            new() { ["Errors:Mode"] = "Report" });

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => app.CreateClient().GetAsync("/", Cancel));

        Assert.Equal("unchanged", error.Message);
        Assert.Equal(SecurityEventOutcome.Failed, (await app.Events.NextAsync()).Outcome);
    }
}
