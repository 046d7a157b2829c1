using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace ApiSecurity.Tests.Errors;

/// <summary>What minimal APIs tell of a request that they can't bind.</summary>
public sealed class BindingTests
{
    private const string Sent = "pa55w0rd-of-the-client";

    [Theory]
    [InlineData("/order", """{"lines":[{"quantity":"pa55w0rd-of-the-client"}]}""", "/lines/0/quantity type", "lines[0].quantity")]
    [InlineData("/order", """{"lines":[{"quantity":1},{"quantity":99999999999}]}""", "/lines/1/quantity type", "lines[1].quantity")]
    [InlineData("/order", """{"lines":{}}""", "/lines type", "lines")]
    [InlineData("/order", """{"prices":{"a/b":"pa55w0rd-of-the-client"}}""", "/prices/a~1b type", "prices.a/b")]
    [InlineData("/order", """{"lines":[{"quantity":1,}]}""", "/lines/0 malformed", "lines[0]")]
    [InlineData("/order", "pa55w0rd-of-the-client", " malformed", "")]
    [InlineData("/order", "[1]", " type", "")]
    [InlineData("/order", "", " required", "")]
    [InlineData("/customer", "{}", "/name required", "name")]
    [InlineData("/customer", """{"name":"x","pa55":1}""", "/pa55 unknown_member", "pa55")]
    [InlineData("/customer", """{"name":"x","mail":{"":1,"x":"pa55w0rd-of-the-client"}}""", "/mail type", "mail")]
    public async Task A_body_that_does_not_fit_is_answered_with_the_pointer(string path, string body, string violation, string member)
    {
        await using var app = await StartAsync();

        var problem = await Problem.PostAsync(app, path, body);

        Assert.Equal(400, problem.Status);
        Assert.Equal("malformed_request", problem.Code);
        Assert.Equal([violation], problem.Violations);
        Assert.Equal([member], problem.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        TellsNothing(problem);
    }

    [Theory]
    [InlineData("/by-id/pa55w0rd-of-the-client", "path:id format")]
    [InlineData("/query?limit=pa55w0rd-of-the-client", "query:limit format")]
    [InlineData("/query", "query:limit required")]
    [InlineData("/named?page-size=pa55w0rd-of-the-client", "query:page-size format")]
    [InlineData("/header", "header:X-Version required")]
    [InlineData("/query?limit=%22int%20other%22%20from", "query:limit format")]
    public async Task A_parameter_that_does_not_fit_is_named(string path, string violation)
    {
        await using var app = await StartAsync();

        var problem = await Problem.GetAsync(app, path);

        Assert.Equal(400, problem.Status);
        Assert.Equal([violation], problem.Violations);
        TellsNothing(problem);
    }

    [Fact]
    public async Task Other_content_than_json_is_not_taken()
    {
        await using var app = await StartAsync(new() { ["Authorization:DisabledReason"] = "the framework's 415 endpoint allows nobody by itself" });
        using var client = app.CreateClient();

        using var response = await client.PostAsync("/order", new StringContent(Sent, System.Text.Encoding.UTF8, "text/x-pa55w0rd"), TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(415, (int)response.StatusCode);
        Assert.Contains("unsupported_media_type", body, StringComparison.Ordinal);
        Assert.DoesNotContain("pa55w0rd", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_fields_can_be_left_out()
    {
        await using var app = await StartAsync(new() { ["Errors:DescribeBindingErrors"] = "false" });

        var problem = await Problem.GetAsync(app, "/query?limit=x");

        Assert.Equal("bad_request", problem.Code);
        Assert.Empty(problem.Violations);
    }

    [Fact]
    public async Task In_Report_mode_the_answer_stays_empty()
    {
        await using var app = await StartAsync(new() { ["Mode"] = "Report" });

        var problem = await Problem.GetAsync(app, "/query?limit=x");

        Assert.Equal((400, ""), (problem.Status, problem.Body));
    }

    [Fact]
    public async Task After_a_reload_to_Report_mode_the_answer_is_empty_again()
    {
        await using var app = await StartAsync();
        app.App.Configuration["ApiSecurity:Mode"] = "Report";
        ((IConfigurationRoot)app.App.Configuration).Reload();

        var problem = await Problem.GetAsync(app, "/query?limit=x");

        Assert.Equal((400, ""), (problem.Status, problem.Body));
    }

    private static void TellsNothing(Problem problem)
    {
        foreach (var secret in new[] { Sent, "Int32", "System.", "List", nameof(Order), "int id", "LineNumber", "Path:" })
        {
            Assert.DoesNotContain(secret, problem.Body, StringComparison.Ordinal);
        }
    }

    private static Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null) => TestApp.StartAsync(
        app =>
        {
            // Here the framework's own reading of bodies is looked at, which request validation would forestall.
            app.MapPost("/order", (Order order) => order).AsPublicEndpoint("a test").DisableApiSecurity("binding alone");
            app.MapPost("/customer", (Customer customer) => customer).AsPublicEndpoint("a test").DisableApiSecurity("binding alone");
            app.MapGet("/by-id/{id}", (int id) => id).AllowAnonymous();
            app.MapGet("/query", (int limit) => limit).AllowAnonymous();
            app.MapGet("/named", ([FromQuery(Name = "page-size")] int size) => size).AllowAnonymous();
            app.MapGet("/header", ([FromHeader(Name = "X-Version")] string version) => version).AllowAnonymous();
        },
        settings);

    private sealed record Line(int Quantity);

    private sealed record Order(List<Line>? Lines, Dictionary<string, decimal>? Prices);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed class Customer
    {
        public required string Name { get; set; }

        public string? Mail { get; set; }
    }
}
