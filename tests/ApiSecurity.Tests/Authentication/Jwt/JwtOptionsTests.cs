using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Tests.Authentication;

public sealed class JwtOptionsTests
{
    public static TheoryData<string, string, string> WrongOptions() => new()
    {
        { "Authority", "id.example.com", "ApiSecurity:Jwt:Authority is not a URL. Write the address of your authorization server: https://id.example.com." },
        { "Authority", "http://id.example.com", "ApiSecurity:Jwt:Authority is not an https URL. Write https://…; or, in Development, set ApiSecurity:Jwt:RequireHttpsMetadata to false." },
        { "RequireHttpsMetadata", "false", "ApiSecurity:Jwt:RequireHttpsMetadata is false outside of Development, so whoever sits on the wire could give out keys of their own. Remove the key." },
        { "Mode", "Report", "ApiSecurity:Jwt:Mode is Report, but a token proves who calls or it does not. Remove the key. What happens to anonymous callers is for ApiSecurity:Authorization:Mode." },
        { "ValidAlgorithms:0", "none", "ApiSecurity:Jwt:ValidAlgorithms:0 is not an algorithm that can be accepted. Write one of ES256, ES384, ES512, PS256, PS384, PS512, RS256, RS384, RS512." },
        { "ValidAlgorithms:0", "HS256", "ApiSecurity:Jwt:ValidAlgorithms:0 is not an algorithm that can be accepted. Write one of ES256, ES384, ES512, PS256, PS384, PS512, RS256, RS384, RS512." },
        { "ClockSkew", "01:00:00", "ApiSecurity:Jwt:ClockSkew is not valid. Write a time from \"00:00:00\" to \"00:05:00\"." },
        { "MaxTokenBytes", "0", "ApiSecurity:Jwt:MaxTokenBytes is not valid. Write a number from 512 to 1048576." },
        { "MaxLifetime", "00:00:00", "ApiSecurity:Jwt:MaxLifetime is no time. Write a time above zero, \"01:00:00\", or remove the key." },
        { "ValidTypes:0", " ", "ApiSecurity:Jwt:ValidTypes:0 is empty. Write a text, or remove the key." },
        { "Audience", "", "ApiSecurity:Jwt:Audience is empty. Write this API's name as it stands in the tokens' aud, or remove the key." },
    };

    [Theory]
    [MemberData(nameof(WrongOptions))]
    public async Task A_wrong_option_stops_the_start(string key, string value, string message)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => JwtApp.StartAsync(new() { [$"Jwt:{key}"] = value }));

        Assert.Equal([message], error.Failures);
    }

    [Fact]
    public async Task A_section_without_AddJwt_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(settings: new() { ["Jwt:Audience"] = "shop" }));

        Assert.Contains("ApiSecurity:Jwt is configured, but no token is accepted. Call builder.Services.AddApiSecurity().AddJwt(), or remove the section.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddJwt_without_keys_audience_and_issuer_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(services: builder => builder.Services.AddApiSecurity().AddJwt()));

        Assert.Contains("ApiSecurity:Jwt:Authority is not set", error.Message, StringComparison.Ordinal);
        Assert.Contains("ApiSecurity:Jwt:Audience is not set", error.Message, StringComparison.Ordinal);
        Assert.Contains("ApiSecurity:Jwt:ValidIssuers is empty", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lifetime_longer_than_allowed_is_refused_and_so_is_one_that_can_not_be_told()
    {
        await using var app = await JwtApp.StartAsync(new() { ["Jwt:MaxLifetime"] = "00:05:00" });

        using var response = await app.GetAsync("/me", app.Tokens().Mint("alice"));
        Assert.Equal("alice", await response.TextAsync());
        await app.AssertRefusedAsync(app.Tokens().Mint(change: payload => payload["exp"] = (long)payload["exp"]! + 1), "token_lifetime_too_long");
        await app.AssertRefusedAsync(app.Tokens().Mint(change: payload => payload.Remove("iat")), "token_lifetime_too_long");
    }

    [Fact]
    public async Task The_lists_in_the_options_replace_the_defaults()
    {
        await using var app = await JwtApp.StartAsync(new() { ["Jwt:ValidAlgorithms:0"] = "PS256", ["Jwt:ValidTypes:0"] = "JWT" });

        await app.AssertRefusedAsync(app.Tokens().Mint(header: header => header["typ"] = "JWT"), "algorithm_not_allowed");
    }

    [Fact]
    public async Task Switched_off_with_a_reason_no_token_is_accepted()
    {
        await using var app = await JwtApp.StartAsync(new() { ["Jwt:DisabledReason"] = "moved to the gateway" });

        using var response = await app.GetAsync("/me", app.Tokens().Mint());

        Assert.Equal(401, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("Jwt:Audience", "ApiSecurity:Jwt:Audience is not set")]
    [InlineData("Jwt:Authority", "ApiSecurity:Jwt:Authority is not set")]
    public async Task A_reload_that_would_not_have_started_is_not_used(string key, string message)
    {
        using var server = new AuthorizationServer();
        await using var app = await server.StartAppAsync();

        Reload(app, key, null);

        await AssertReloadRefusedAsync(app, message);
    }

    [Fact]
    public async Task A_reload_in_which_the_applications_own_code_throws_is_not_used()
    {
        var isBroken = false;
        using var server = new AuthorizationServer();
        await using var app = await server.StartAppAsync(services: builder => builder.Services.Configure<JwtBearerOptions>(
            "Bearer", options => options.SaveToken = isBroken ? throw new FormatException("a secret") : true));

        isBroken = true;
        Reload(app, "Jwt:ClockSkew", "00:00:10");

        await AssertReloadRefusedAsync(app, "FormatException");
        Assert.DoesNotContain(app.Logs.GetSnapshot(), record => record.Message.Contains("a secret", StringComparison.Ordinal));
    }

    internal static void Reload(TestApp app, string key, string? value)
    {
        app.App.Configuration[$"ApiSecurity:{key}"] = value;
        ((IConfigurationRoot)app.App.Configuration).Reload();
    }

    internal static async Task AssertReloadRefusedAsync(TestApp app, string message)
    {
        Assert.Contains(app.Logs.GetSnapshot(), record => record.Id.Name == "ReloadRefused" && record.Message.Contains(message, StringComparison.Ordinal));
        using var response = await app.GetAsync("/me", app.Tokens().Mint("alice"));
        Assert.Equal("alice", await response.TextAsync());
    }
}
