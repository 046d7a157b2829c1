using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Tests.Authentication;

/// <summary>Whatever would take the checks away stops the start, or is not used.</summary>
public sealed class JwtTakeawayTests
{
    public static TheoryData<string, string> Takeaways() => new()
    {
        { "events", "JwtBearerOptions.Events of the scheme Bearer is replaced in PostConfigure, so tokens would not be checked." },
        { "no events", "JwtBearerOptions.Events of the scheme Bearer is replaced in PostConfigure, so tokens would not be checked." },
        { "type", "JwtBearerOptions.EventsType of the scheme Bearer is set in PostConfigure, so tokens would not be checked." },
        { "validators", "JwtBearerOptions.UseSecurityTokenValidators of the scheme Bearer is true, and the older validators don't check all that is checked here." },
        { "default", "JwtBearerOptions.ForwardDefault of the scheme Bearer has another scheme find out who calls, so AddJwt() would check no token." },
        { "authenticate", "JwtBearerOptions.ForwardAuthenticate of the scheme Bearer has another scheme find out who calls, so AddJwt() would check no token." },
        { "selector", "JwtBearerOptions.ForwardDefaultSelector of the scheme Bearer has another scheme find out who calls, so AddJwt() would check no token." },
        { "parameters", "TokenValidationParameters.ValidAlgorithms of the scheme Bearer are empty, so every token would be refused." },
        { "parameters", "TokenValidationParameters.ValidTypes of the scheme Bearer are empty, so tokens of every kind would be accepted, ID tokens too." },
        { "no algorithms", "TokenValidationParameters.ValidAlgorithms of the scheme Bearer are empty, so every token would be refused." },
        { "no types", "TokenValidationParameters.ValidTypes of the scheme Bearer are empty, so tokens of every kind would be accepted, ID tokens too." },
        { "skew", "TokenValidationParameters.ClockSkew of the scheme Bearer is above five minutes, so tokens would be accepted long after they have expired." },
    };

    [Theory]
    [MemberData(nameof(Takeaways))]
    public async Task What_would_take_the_checks_away_stops_the_start(string what, string message)
    {
        foreach (var settings in new Dictionary<string, string?>[] { [], new() { ["Mode"] = "Report" }, new() { ["Jwt:DisabledReason"] = "a test" } })
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(() => JwtApp.StartAsync(
                settings, services: builder => builder.Services.PostConfigure<JwtBearerOptions>("Bearer", options => TakeAway(options, what))));

            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_would_take_the_checks_away_later_is_not_used()
    {
        var isAttacked = false;
        using var server = new AuthorizationServer();
        await using var app = await server.StartAppAsync(services: builder => builder.Services.PostConfigure<JwtBearerOptions>("Bearer", options =>
        {
            if (isAttacked)
            {
                options.Events = new JwtBearerEvents();
            }
        }));

        isAttacked = true;
        JwtOptionsTests.Reload(app, "Jwt:ClockSkew", "00:00:10");

        await JwtOptionsTests.AssertReloadRefusedAsync(app, "JwtBearerOptions.Events of the scheme Bearer is replaced in PostConfigure");
    }

    [Theory]
    [InlineData("policy", "PolicySchemeHandler")]
    [InlineData("custom", "LaxHandler")]
    public async Task A_scheme_Bearer_that_is_not_one_of_JwtBearer_stops_the_start(string kind, string handler)
    {
        foreach (var settings in new Dictionary<string, string?>[] { [], new() { ["Mode"] = "Report" }, new() { ["Jwt:DisabledReason"] = "a test" } })
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(() => JwtApp.StartAsync(settings, services: builder =>
            {
                var schemes = builder.Services.AddAuthentication().AddJwtBearer("Jwt2");
                _ = kind == "policy"
                    ? schemes.AddPolicyScheme("Bearer", displayName: null, options => options.ForwardDefault = "Jwt2")
                    : schemes.AddScheme<AuthenticationSchemeOptions, LaxHandler>("Bearer", configureOptions: null);
            }));

            Assert.Contains($"the scheme Bearer is one of {handler}, not of JwtBearer, so AddJwt() would check no token.", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("configure")]
    [InlineData("AddJwtBearer")]
    [InlineData("post")]
    public async Task Parameters_put_in_the_place_of_ours_do_not_open_to_tokens_of_other_kinds(string where)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => JwtApp.StartAsync(services: builder => _ = where switch
        {
            "configure" => builder.Services.Configure<JwtBearerOptions>("Bearer", Replace),
            "AddJwtBearer" => builder.Services.AddAuthentication().AddJwtBearer(Replace).Services,
            _ => builder.Services.PostConfigure<JwtBearerOptions>("Bearer", Replace),
        }));

        Assert.Contains("TokenValidationParameters.ValidTypes of the scheme Bearer are empty", error.Message, StringComparison.Ordinal);

        static void Replace(JwtBearerOptions options) => options.TokenValidationParameters = new()
        {
            ValidIssuer = TestTokens.Issuer,
            ValidAudience = TestTokens.Audience,
            IssuerSigningKey = TestTokens.PublicKey,
            ValidAlgorithms = ["ES256"],
        };
    }

    [Fact]
    public async Task An_older_token_handler_skips_no_check()
    {
        await using var app = await JwtApp.StartAsync(new() { ["Jwt:MaxLifetime"] = "00:05:00" }, builder => builder.Services.Configure<JwtBearerOptions>("Bearer", options =>
        {
            options.TokenHandlers.Clear();
            options.TokenHandlers.Add(new System.IdentityModel.Tokens.Jwt.JwtSecurityTokenHandler { MapInboundClaims = false });
        }));

        using var response = await app.GetAsync("/me", app.Tokens().Mint("alice"));
        Assert.Equal("alice", await response.TextAsync());
        await app.AssertRefusedAsync(app.Tokens().Mint(change: payload => payload["iat"] = (long)payload["iat"]! + 200), "token_not_yet_valid");
        await app.AssertRefusedAsync(app.Tokens().Mint(change: payload => payload["exp"] = (long)payload["exp"]! + 1), "token_lifetime_too_long");
        await app.AssertRefusedAsync(app.Tokens().Mint(change: payload => payload.Remove("iat")), "token_lifetime_too_long");
    }

    private static void TakeAway(JwtBearerOptions options, string what)
    {
        switch (what)
        {
            case "events":
                options.Events = new JwtBearerEvents();
                break;
            case "no events":
                options.Events = null!;
                break;
            case "type":
                options.EventsType = typeof(JwtBearerOptionsTests.ThrowingEvents);
                break;
            case "default":
                options.ForwardDefault = "Lax";
                break;
            case "authenticate":
                options.ForwardAuthenticate = "Lax";
                break;
            case "selector":
                options.ForwardDefaultSelector = _ => "Lax";
                break;
            case "parameters":
                options.TokenValidationParameters = new() { ValidIssuer = TestTokens.Issuer, ValidAudience = TestTokens.Audience, IssuerSigningKey = TestTokens.PublicKey };
                break;
            case "no algorithms":
                options.TokenValidationParameters.ValidAlgorithms = [];
                break;
            case "no types":
                options.TokenValidationParameters.ValidTypes = null;
                break;
            case "skew":
                options.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(301);
                break;
            default:
                options.UseSecurityTokenValidators = true;
                break;
        }
    }

    /// <summary>Lets everybody in.</summary>
    private sealed class LaxHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
            Task.FromResult(AuthenticateResult.Success(new(new(new ClaimsIdentity(Scheme.Name)), Scheme.Name)));
    }
}
