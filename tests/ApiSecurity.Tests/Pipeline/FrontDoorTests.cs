namespace ApiSecurity.Tests.Pipeline;

public sealed class FrontDoorTests
{
    [Fact]
    public async Task An_endpoint_behind_the_pipeline_answers_with_headers()
    {
        await using var app = await TestApp.StartAsync(app => app.MapGet("/", () => "hello").AllowAnonymous());

        using var response = await app.CreateClient().GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal("hello", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task Using_the_pipeline_twice_fails_with_what_to_do()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(use: app => app.UseApiSecurity().UseApiSecurity()));

        Assert.Equal("UseApiSecurity() was called twice. Remove one of the calls.", error.Message);
    }

    [Fact]
    public void Using_the_pipeline_without_its_services_fails_with_what_to_do()
    {
        using var app = (IDisposable)WebApplication.CreateBuilder().Build();

        var error = Assert.Throws<InvalidOperationException>(() => ((WebApplication)app).UseApiSecurity());

        Assert.Contains("Call builder.Services.AddApiSecurity() before builder.Build()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_without_the_pipeline_stop_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(use: _ => { }));

        Assert.Contains("Call app.UseApiSecurity() before the endpoints are mapped.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_key_stops_the_start_with_a_suggestion()
    {
        var error = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => TestApp.StartAsync(settings: new() { ["Headres:Mode"] = "Report", ["Mode"] = "Enforced" }));

        Assert.Equal(
            [
                "ApiSecurity:Headres is not a key that ApiSecurity knows. Did you mean Headers?",
                "ApiSecurity:Mode has a value that can't be used. Write one of Enforce, Report.",
            ],
            error.Failures);
    }
}
