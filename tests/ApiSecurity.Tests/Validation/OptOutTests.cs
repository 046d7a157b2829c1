using ApiSecurity.Validation;

namespace ApiSecurity.Tests.Validation;

public sealed class OptOutTests
{
    private const string Unknown = """{"customer":"Ann","isAdmin":true}""";

    [Theory]
    [InlineData("/endpoint", "POST /endpoint  (no request validation: a partner sends more than we know)")]
    [InlineData("/group/inner", "POST /group/inner  (no request validation: the old clients)")]
    [InlineData("/whole", "POST /whole  (ApiSecurity is disabled: a probe)")]
    [InlineData("/mvc/open", "POST /mvc/open  (no request validation: a partner sends more than we know)")]
    public async Task An_endpoint_that_is_taken_out_is_left_alone_and_listed_with_the_reason(string path, string line)
    {
        await using var app = await StartAsync();

        Assert.StartsWith("bound", (await app.PostAsync(path, Unknown)).Text, StringComparison.Ordinal);
        Assert.Contains(app.Logs.GetSnapshot(), entry => entry.Message.Contains(line, StringComparison.Ordinal));
        Assert.Equal(["/isAdmin unknown_member"], (await app.PostAsync("/checked", Unknown)).Violations);
    }

    [Fact]
    public async Task All_unknown_members_can_be_let_through_and_nothing_else_is()
    {
        await using var app = await StartAsync(new() { ["Validation:AllowUnknownMembers"] = "true" });

        Assert.Equal("bound", (await app.PostAsync("/checked", Unknown)).Text);
        Assert.Equal(["/priority maximum", "/x duplicate_member"], (await app.PostAsync("/checked", """{"customer":"Ann","priority":9,"x":1,"x":2}""")).Violations);
    }

    [Fact]
    public async Task Switched_off_as_a_whole_it_is_listed_with_the_reason()
    {
        await using var app = await StartAsync(new() { ["Validation:DisabledReason"] = "after the summer" });

        Assert.Equal("bound", (await app.PostAsync("/checked", Unknown)).Text);
        Assert.Contains(app.Logs.GetSnapshot(), entry => entry.Message.Contains("off     validation       after the summer", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void There_is_no_opt_out_without_a_reason(string? reason) =>
        Assert.Throws<ArgumentException>(() => new DisableRequestValidationAttribute(reason!));

    [Theory]
    [InlineData("Validation:MaxBodyBytes", "0", "ApiSecurity:Validation:MaxBodyBytes")]
    [InlineData("Validation:MaxDepth", "257", "ApiSecurity:Validation:MaxDepth")]
    [InlineData("Validation:MaxViolations", "0", "ApiSecurity:Validation:MaxViolations")]
    public async Task A_limit_that_makes_no_sense_stops_the_start(string key, string value, string told)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(new() { [key] = value }));

        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_change_with_a_reload()
    {
        await using var app = await StartAsync();
        app.App.Configuration["ApiSecurity:Validation:AllowUnknownMembers"] = "true";
        ((IConfigurationRoot)app.App.Configuration).Reload();

        Assert.Equal("bound", (await app.PostAsync("/checked", Unknown)).Text);
    }

    private static Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null) => ValidatedApp.StartAsync(
        app =>
        {
            app.MapPost("/checked", (Purchase order) => "bound");
            app.MapPost("/endpoint", (Purchase order) => "bound").DisableRequestValidation("a partner sends more than we know");
            app.MapPost("/whole", (Purchase order) => "bound").DisableApiSecurity("a probe");
            app.MapGroup("/group").DisableRequestValidation("the old clients").MapPost("/inner", (Purchase order) => "bound");
            app.MapControllers();
        },
        settings,
        builder => builder.Services.AddControllers().OnlyControllers(typeof(ValidatedController)));
}
