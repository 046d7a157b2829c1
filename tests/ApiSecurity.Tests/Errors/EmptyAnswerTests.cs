using Microsoft.AspNetCore.Mvc;

namespace ApiSecurity.Tests.Errors;

/// <summary>Errors that the application answers with a status alone.</summary>
public sealed class EmptyAnswerTests
{
    [Fact]
    public async Task Every_error_status_becomes_a_problem_of_that_status_for_every_method()
    {
        await using var app = await StartAsync(kestrel: true);
        foreach (var method in new[] { "GET", "POST", "PUT", "PATCH", "DELETE" })
        {
            foreach (var status in Enumerable.Range(400, 200))
            {
                var problem = await Problem.SendAsync(app, new HttpMethod(method), $"/status/{status}", null);

                Assert.Equal((status, "application/problem+json"), (problem.Status, problem.MediaType));
                Assert.Equal(status, problem.Json.GetProperty("status").GetInt32());
                Assert.Matches("^[a-z_]+$", problem.Code);
                Assert.NotEmpty(problem.Json.GetProperty("title").GetString()!);
                Assert.NotEmpty(problem.TraceId!);
            }
        }

        Assert.Empty(app.Events.Pending);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(204)]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(304)]
    [InlineData(399)]
    public async Task What_is_no_error_stays_empty(int status)
    {
        await using var app = await StartAsync(kestrel: true);

        var answer = await Problem.GetAsync(app, $"/status/{status}");

        Assert.Equal((status, "", null), (answer.Status, answer.Body, answer.MediaType));
    }

    [Theory]
    [InlineData("/text", "sorry", "text/plain")]
    [InlineData("/typed", "", "text/csv")]
    [InlineData("/unflushed", "raw", null)]
    [InlineData("/skip", "", null)]
    public async Task An_error_with_a_body_or_a_type_or_that_asks_for_it_stays_as_it_is(string path, string body, string? mediaType)
    {
        await using var app = await StartAsync(kestrel: true);

        var answer = await Problem.GetAsync(app, path);

        Assert.Equal((404, body, mediaType), (answer.Status, answer.Body, answer.MediaType));
    }

    [Fact]
    public async Task The_headers_that_belong_to_the_status_stay()
    {
        await using var app = await StartAsync(kestrel: true);

        var notAllowed = await Problem.SendAsync(app, HttpMethod.Post, "/text", null);
        var later = await Problem.GetAsync(app, "/later");

        Assert.Equal((405, "method_not_allowed"), (notAllowed.Status, notAllowed.Code));
        Assert.Equal(["GET"], notAllowed.Response.Content.Headers.Allow);
        Assert.Equal((503, "unavailable"), (later.Status, later.Code));
        Assert.Equal("7", later.Response.Headers.GetValues("Retry-After").Single());
    }

    [Theory]
    [InlineData("Errors:FillEmptyResponses", "false")]
    [InlineData("Errors:DisabledReason", "the gateway does it")]
    [InlineData("Errors:Mode", "Report")]
    public async Task Filling_can_be_left_out(string key, string value)
    {
        await using var app = await StartAsync(settings: new() { [key] = value });

        var answer = await Problem.GetAsync(app, "/status/404");

        Assert.Equal((404, ""), (answer.Status, answer.Body));
    }

    private static Task<TestApp> StartAsync(bool kestrel = false, Dictionary<string, string?>? settings = null) => TestApp.StartAsync(
        app =>
        {
            app.Map("/status/{status:int}", (HttpContext context, int status) => { context.Response.StatusCode = status; }).AllowAnonymous();
            app.MapGet("/text", () => Results.Text("sorry", statusCode: 404)).AllowAnonymous();
            app.MapGet("/typed", (HttpContext context) => { (context.Response.StatusCode, context.Response.ContentType) = (404, "text/csv"); }).AllowAnonymous();
            app.MapGet("/skip", (HttpContext context) => { context.Response.StatusCode = 404; }).AllowAnonymous().WithMetadata(new SkipStatusCodePagesAttribute());
            app.MapGet("/unflushed", (HttpContext context) =>
            {
                context.Response.StatusCode = 404;
                "raw"u8.CopyTo(context.Response.BodyWriter.GetSpan(3));
                context.Response.BodyWriter.Advance(3);
            }).AllowAnonymous();
            app.MapGet("/later", (HttpContext context) =>
            {
                context.Response.StatusCode = 503;
                context.Response.ContentLength = 0;
                context.Response.Headers.RetryAfter = "7";
            }).AllowAnonymous();
        },
        new(settings ?? []) { ["RateLimiting:DisabledReason"] = "many requests from one address", ["Authorization:DisabledReason"] = "the framework's 405 endpoint allows nobody by itself" },
        kestrel: kestrel);
}
