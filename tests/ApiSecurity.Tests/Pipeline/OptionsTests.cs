using Microsoft.Extensions.Options;

namespace ApiSecurity.Tests.Pipeline;

public sealed class OptionsTests
{
    [Fact]
    public async Task All_errors_are_told_at_once_with_key_cause_and_fix()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.StartAsync(settings: new()
        {
            ["Headres:Preset"] = "Api",
            ["Mode"] = "Enforced",
            ["Headers:Mode"] = "7",
            ["Cors"] = "https://shop.example",
            ["Errors:DisabledReason"] = " ",
            ["Nonsense"] = "1",
        }));

        Assert.Contains("ApiSecurity:Headres is not a key that ApiSecurity knows. Did you mean Headers?", error.Failures);
        Assert.Contains("ApiSecurity:Mode has a value that can't be used. Write one of Enforce, Report.", error.Failures);
        Assert.Contains("ApiSecurity:Headers:Mode has a value that can't be used. Write one of Enforce, Report.", error.Failures);
        Assert.Contains("ApiSecurity:Cors is a single value, but an object is expected. Write it as { … } with the keys that the documentation lists.", error.Failures);
        Assert.Contains("ApiSecurity:Errors:DisabledReason is empty. Say why the feature is off, or remove the key to leave it on.", error.Failures);
        Assert.Contains(error.Failures, failure => failure.StartsWith("ApiSecurity:Nonsense is not a key that ApiSecurity knows. Known here: ", StringComparison.Ordinal) && failure.Contains(" Cors,", StringComparison.Ordinal));
        Assert.Equal(6, error.Failures.Count());
    }

    [Theory]
    [InlineData("False")]
    [InlineData("True")]
    [InlineData("no")]
    [InlineData(" OFF ")]
    [InlineData("null")]
    [InlineData("0")]
    [InlineData("1.5")]
    public async Task What_was_not_meant_as_a_reason_switches_nothing_off(string value)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.StartAsync(settings: new() { ["Errors:DisabledReason"] = value }));

        Assert.Equal(
            ["ApiSecurity:Errors:DisabledReason is no reason, and any text switches the feature off. Write the reason as text, or remove the key to leave it on."],
            error.Failures);
    }

    [Fact]
    public async Task A_boolean_in_a_JSON_file_is_no_reason_either()
    {
        var json = new MemoryStream("""{ "ApiSecurity": { "Authorization": { "DisabledReason": false } } }"""u8.ToArray());

        await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.StartAsync(services: builder => builder.Configuration.AddJsonStream(json)));
    }

    [Fact]
    public async Task An_entry_that_is_null_is_told_like_any_other_error()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.StartAsync(configure: options =>
        {
            options.Cors.Origins.Add(null!);
            options.Cors.Policies["partners"] = null!;
            options.RateLimiting.Policies["export"] = null!;
            options.RateLimiting.Exemptions.Add(null!);
            options.Authorization.Roles["clerk"] = null!;
            options.Authorization.Roles["admin"] = new() { Permissions = { null! } };
            options.Headers.Policies["page"] = null!;
            options.Headers.Custom["X-Team"] = null!;
            options.Transport.AllowedHosts.Add(null!);
            options.Jwt.ValidIssuers.Add(null!);
        }));

        string[] keys =
        [
            "Cors:Origins:0", "Cors:Policies:partners", "RateLimiting:Policies:export", "RateLimiting:Exemptions:0", "Authorization:Roles:clerk",
            "Authorization:Roles:admin:Permissions:0", "Headers:Policies:page", "Headers:Custom:X-Team", "Transport:AllowedHosts:0", "Jwt:ValidIssuers:0",
        ];
        Assert.Equal(keys.Select(key => $"ApiSecurity:{key} is null. Write a value, or remove the entry.").Order(), error.Failures.Order());
    }

    [Fact]
    public async Task A_value_under_a_wrong_key_is_not_repeated()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => TestApp.StartAsync(settings: new() { ["Mode"] = "hunter2", ["Password"] = "hunter2" }));

        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_goes_after_configuration()
    {
        await using var app = await TestApp.StartAsync(
            settings: new() { ["Headers:DisabledReason"] = "set by the gateway" },
            configure: options => options.Headers.DisabledReason = null);

        using var response = await app.CreateClient().GetAsync("/", TestContext.Current.CancellationToken);

        Assert.True(response.Headers.Contains("X-Content-Type-Options"));
    }

    [Fact]
    public async Task A_feature_follows_the_mode_of_the_whole_unless_it_has_its_own()
    {
        await using var app = await TestApp.StartAsync(settings: new() { ["Mode"] = "Report", ["Cors:Mode"] = "Enforce" });

        var options = app.App.Services.GetRequiredService<IOptions<ApiSecurityOptions>>().Value;

        Assert.Equal(ApiSecurityMode.Report, options.Headers.EffectiveMode);
        Assert.Equal(ApiSecurityMode.Enforce, options.Cors.EffectiveMode);
    }

    [Fact]
    public async Task A_valid_change_takes_effect_without_a_restart()
    {
        await using var app = await TestApp.StartAsync(app => app.MapGet("/", () => "ok"));
        using var before = await app.CreateClient().GetAsync("/", TestContext.Current.CancellationToken);

        Change(app, "Headers:DisabledReason", "set by the gateway");
        using var after = await app.CreateClient().GetAsync("/", TestContext.Current.CancellationToken);

        Assert.True(before.Headers.Contains("X-Content-Type-Options"));
        Assert.False(after.Headers.Contains("X-Content-Type-Options"));
    }

    [Fact]
    public async Task An_invalid_change_is_logged_and_the_options_from_before_go_on()
    {
        await using var app = await TestApp.StartAsync(app => app.MapGet("/", () => "ok"));

        Change(app, "Mode", "Repotr");
        using var response = await app.CreateClient().GetAsync("/", TestContext.Current.CancellationToken);

        Assert.True(response.Headers.Contains("X-Content-Type-Options"));
        var record = app.Logs.GetSnapshot().First(record => record.Id.Name == "ReloadRefused");
        Assert.Equal(LogLevel.Error, record.Level);
        Assert.Contains("ApiSecurity:Mode has a value that can't be used", record.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feature_that_fails_to_follow_a_change_keeps_no_other_from_it()
    {
        await using var app = await TestApp.StartAsync(app => app.MapGet("/", () => "ok"));
        var source = app.App.Services.GetRequiredService<ApiSecurityOptionsSource>();
        string? told = null;
        source.OnChange(_ => throw new IOException("/etc/keys is away"));
        source.OnChange(options => told = options.Headers.DisabledReason);

        Change(app, "Headers:DisabledReason", "set by the gateway");

        Assert.Equal("set by the gateway", told);
        var record = app.Logs.GetSnapshot().First(record => record.Id.Name == "ReloadIncomplete");
        Assert.Equal(LogLevel.Error, record.Level);
        Assert.Contains("IOException", record.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/etc/keys", record.Message, StringComparison.Ordinal);
    }

    private static void Change(TestApp app, string key, string value)
    {
        var root = (IConfigurationRoot)app.App.Configuration;
        root[$"ApiSecurity:{key}"] = value;
        root.Reload();
    }
}
