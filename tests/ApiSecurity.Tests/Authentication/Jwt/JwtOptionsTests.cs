using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using ApiSecurity.Tests.Authorization;
using Microsoft.AspNetCore.Authentication;
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
    public async Task A_shared_secret_outside_of_Development_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => JwtApp.StartAsync(services: DeveloperTokens));

        Assert.Contains("The scheme Bearer has a shared secret among its signing keys", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Development_the_tokens_of_user_jwts_are_accepted_and_no_others_with_a_shared_secret()
    {
        await using var app = await TestApp.StartAsync(
            JwtApp.MapAll,
            services: builder =>
            {
                builder.Services.AddApiSecurity().AddJwt();
                DeveloperTokens(builder);
            },
            environment: "Development");
        var payload = app.Tokens().Payload("developer");
        payload["iss"] = "dotnet-user-jwts";
        payload["aud"] = new[] { "http://localhost:5000", "https://localhost:5001" };
        payload["unique_name"] = "developer";
        payload["jti"] = "2421a45e";
        payload["scope"] = new[] { "orders", "profile" };
        payload["role"] = new[] { "admin", "other" };
        payload["permissions"] = "orders.write";
        payload["nbf"] = (long)payload["iat"]! - 14;
        payload.Remove("client_id");
        string Token(string header) => TestTokens.SignWithSecret(header, JsonSerializer.Serialize(payload), Secret);

        foreach (var path in new[] { "/me", "/role", "/scope", "/write" })
        {
            using var accepted = await app.GetAsync(path, Token("""{"alg":"HS256","typ":"JWT"}"""));
            Assert.True(accepted.IsSuccessStatusCode, $"{path}: {await accepted.TextAsync()}");
        }

        await app.AssertRefusedAsync(Token("""{"alg":"HS512","typ":"JWT"}"""), "algorithm_not_allowed");
        await app.AssertRefusedAsync(Token("""{"alg":"HS256","typ":"dpop+jwt"}"""), "token_type_mismatch");
        payload["iss"] = TestTokens.Issuer;
        using var other = await app.GetAsync("/me", Token("""{"alg":"HS256","typ":"JWT"}"""));
        Assert.Equal(401, (int)other.StatusCode);
        var summary = app.Logs.GetSnapshot().Single(record => record.Id.Name == "StartupSummary").Message;
        Assert.Contains("tokens of dotnet user-jwts are accepted", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_AddJwtBearer_of_the_applications_own_is_taken_over_before_or_after()
    {
        foreach (var before in new[] { true, false })
        {
            await using var app = await TestApp.StartAsync(JwtApp.MapAll, services: builder =>
            {
                if (before)
                {
                    builder.Services.AddAuthentication().AddJwtBearer();
                }

                builder.Services.AddApiSecurity().AddJwt().AddJwt();
                if (!before)
                {
                    builder.Services.AddAuthentication().AddJwtBearer();
                }

                TestTokens.Trust(builder.Services);
            });

            using var response = await app.GetAsync("/me", app.Tokens().Mint("alice"));
            Assert.Equal("alice", await response.TextAsync());
            await app.AssertRefusedAsync(app.Tokens().Mint(header: header => header["typ"] = "JWT"), "token_type_mismatch");
        }
    }

    [Fact]
    public async Task The_applications_own_events_are_called()
    {
        var called = new List<string>();
        await using var app = await JwtApp.StartAsync(services: builder => builder.Services.Configure<JwtBearerOptions>("Bearer", options => options.Events = new()
        {
            OnMessageReceived = context =>
            {
                called.Add("received");
                context.Token = context.Request.Query["token"];
                return Task.CompletedTask;
            },
            OnTokenValidated = context =>
            {
                called.Add("validated");
                if (context.Principal!.FindFirst("sub")?.Value == "blocked")
                {
                    context.Fail("blocked");
                }

                return Task.CompletedTask;
            },
            OnAuthenticationFailed = _ =>
            {
                called.Add("failed");
                return Task.CompletedTask;
            },
            OnChallenge = context =>
            {
                called.Add($"challenge {context.Error}");
                return Task.CompletedTask;
            },
            OnForbidden = _ =>
            {
                called.Add("forbidden");
                return Task.CompletedTask;
            },
        }));

        using var query = await app.GetAsync($"/me?token={app.Tokens().Mint("bob")}", token: null);
        Assert.Equal("bob", await query.TextAsync());
        await app.AssertRefusedAsync(app.Tokens().Mint("blocked"), "token_rejected");
        await app.AssertRefusedAsync(app.Tokens().Mint(change: payload => payload["aud"] = "other"), "audience_mismatch");
        using var forbidden = await app.GetAsync("/write", app.Tokens().Mint());
        Assert.Equal(403, (int)forbidden.StatusCode);

        Assert.Equal(
            ["received", "validated", "received", "validated", "challenge invalid_token", "received", "failed", "challenge invalid_token", "received", "validated", "forbidden"],
            called);
    }

    [Fact]
    public async Task Events_of_a_type_are_taken_from_the_requests_services()
    {
        await using var app = await JwtApp.StartAsync(services: builder =>
        {
            builder.Services.AddScoped<ThrowingEvents>();
            builder.Services.Configure<JwtBearerOptions>("Bearer", options => options.EventsType = typeof(ThrowingEvents));
        });

        await app.AssertRefusedAsync(app.Tokens().Mint(), "token_rejected");
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

    [Fact]
    public async Task A_policy_scheme_of_another_name_and_challenges_elsewhere_take_no_check_away()
    {
        await using var app = await JwtApp.StartAsync(services: builder =>
        {
            builder.Services.AddAuthentication("Any").AddPolicyScheme("Any", displayName: null, options => options.ForwardDefault = "Bearer").AddCookie();
            builder.Services.Configure<JwtBearerOptions>("Bearer", options =>
            {
                options.ForwardDefaultSelector = _ => "Cookies";
                options.ForwardAuthenticate = "Bearer";
                options.ForwardForbid = "Cookies";
                options.ForwardChallenge = "Bearer";
            });
        });

        using var accepted = await app.GetAsync("/me", app.Tokens().Mint("alice"));
        Assert.Equal("alice", await accepted.TextAsync());
        await app.AssertRefusedAsync(app.Tokens().Mint(header: header => header["typ"] = "JWT"), "token_type_mismatch");
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
    public async Task A_clock_skew_that_is_not_the_options_own_is_told()
    {
        await using var app = await JwtApp.StartAsync(services: builder => builder.Services.Configure<JwtBearerOptions>("Bearer", options =>
        {
            options.TokenValidationParameters = options.TokenValidationParameters.Clone();
            options.TokenValidationParameters.ClockSkew = TimeSpan.FromMinutes(5);
        }));
        await using var untouched = await JwtApp.StartAsync();

        const string Told = "note    JwtBearerOptions of the scheme Bearer have a ClockSkew of";
        Assert.Contains($"{Told} 00:05:00, which counts instead of ApiSecurity:Jwt:ClockSkew (00:00:30)", DenyByDefaultTests.Summary(app), StringComparison.Ordinal);
        Assert.DoesNotContain(Told, DenyByDefaultTests.Summary(untouched), StringComparison.Ordinal);
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
        Reload(app, "Jwt:ClockSkew", "00:00:10");

        await AssertReloadRefusedAsync(app, "JwtBearerOptions.Events of the scheme Bearer is replaced in PostConfigure");
    }

    [Fact]
    public async Task Schemes_whose_tokens_only_JwtBearer_checks_are_told()
    {
        await using var without = await TestApp.StartAsync(services: builder => builder.Services.AddAuthentication().AddJwtBearer());
        await using var beside = await JwtApp.StartAsync(services: builder => builder.Services.AddAuthentication("Bearer").AddJwtBearer("Partners"));

        Assert.Contains("note    tokens of the scheme Bearer are checked by JwtBearer alone", DenyByDefaultTests.Summary(without), StringComparison.Ordinal);
        Assert.Contains("note    tokens of the scheme Partners are checked by JwtBearer alone", DenyByDefaultTests.Summary(beside), StringComparison.Ordinal);
        Assert.DoesNotContain("tokens of the scheme Bearer are", DenyByDefaultTests.Summary(beside), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Single_handlers_may_be_set_last()
    {
        var called = 0;
        await using var app = await JwtApp.StartAsync(services: builder => builder.Services.PostConfigure<JwtBearerOptions>("Bearer", options => options.Events.OnTokenValidated = _ =>
        {
            called++;
            return Task.CompletedTask;
        }));

        using var response = await app.GetAsync("/me", app.Tokens().Mint("alice"));
        Assert.Equal(("alice", 1), (await response.TextAsync(), called));
        await app.AssertRefusedAsync(app.Tokens().Mint(change: payload => payload["iat"] = (long)payload["iat"]! + 200), "token_not_yet_valid");
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

    private static void Reload(TestApp app, string key, string? value)
    {
        app.App.Configuration[$"ApiSecurity:{key}"] = value;
        ((IConfigurationRoot)app.App.Configuration).Reload();
    }

    private static async Task AssertReloadRefusedAsync(TestApp app, string message)
    {
        Assert.Contains(app.Logs.GetSnapshot(), record => record.Id.Name == "ReloadRefused" && record.Message.Contains(message, StringComparison.Ordinal));
        using var response = await app.GetAsync("/me", app.Tokens().Mint("alice"));
        Assert.Equal("alice", await response.TextAsync());
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
                options.EventsType = typeof(ThrowingEvents);
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

    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(32);

    /// <summary>What <c>dotnet user-jwts create</c> leaves in appsettings.Development.json and in the user's secrets.</summary>
    private static void DeveloperTokens(WebApplicationBuilder builder) => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Authentication:Schemes:Bearer:ValidAudiences:0"] = "http://localhost:5000",
        ["Authentication:Schemes:Bearer:ValidAudiences:1"] = "https://localhost:5001",
        ["Authentication:Schemes:Bearer:ValidIssuer"] = "dotnet-user-jwts",
        ["Authentication:Schemes:Bearer:SigningKeys:0:Id"] = "c7a6cd54",
        ["Authentication:Schemes:Bearer:SigningKeys:0:Issuer"] = "dotnet-user-jwts",
        ["Authentication:Schemes:Bearer:SigningKeys:0:Value"] = Convert.ToBase64String(Secret),
        ["Authentication:Schemes:Bearer:SigningKeys:0:Length"] = "32",
    });

    private sealed class ThrowingEvents : JwtBearerEvents
    {
        public override Task TokenValidated(TokenValidatedContext context) => throw new InvalidOperationException("the database is down");
    }
}
