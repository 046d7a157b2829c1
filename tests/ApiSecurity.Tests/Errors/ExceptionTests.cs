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
