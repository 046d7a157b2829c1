using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using static ApiSecurity.Tests.Authentication.AuthorizationServer;

namespace ApiSecurity.Tests.Authentication;

/// <summary>Several issuers, each with its own keys, audience, algorithms and tenant.</summary>
public sealed class JwtIssuersTests
{
    private const string Partner = "https://partner.example";

    private static readonly ECDsa PartnerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Jwt:Issuers:partner:Authority"] = Partner,
        ["Jwt:Issuers:partner:Tenant"] = "south",
        ["Jwt:Issuers:partner:SubjectPrefix"] = "partner:",
        ["Jwt:Issuers:partner:ValidAudiences:0"] = "shop-for-partners",
    };

    [Fact]
    public async Task Each_issuer_has_keys_audience_and_tenant_of_its_own()
    {
        await using var app = await StartAsync();

        for (var time = 0; time < 3; time++)
        {
            await AssertAsync(app, app.Tokens().MintFor("alice", "north"), "alice of north");
            await AssertAsync(app, Mint(app), "partner:alice of south");
        }
    }

    [Fact]
    public async Task A_known_token_of_an_issuer_is_known_under_its_adopted_name()
    {
        await using var app = await StartAsync();
        var token = Mint(app);

        for (var time = 0; time < 3; time++)
        {
            await AssertAsync(app, token, "partner:alice of south");
        }
    }

    [Theory]
    [InlineData("the partner's key for the issuer's name", "signature_invalid")]
    [InlineData("the partner's audience for the issuer", "audience_mismatch")]
    [InlineData("the issuer's audience for the partner", "audience_mismatch")]
    [InlineData("a third issuer", "issuer_mismatch")]
    public async Task What_belongs_to_one_issuer_is_worth_nothing_for_another(string attack, string reason)
    {
        await using var app = await StartAsync();
        var token = attack switch
        {
            "the partner's key for the issuer's name" => Mint(app, payload => (payload["iss"], payload["aud"]) = (TestTokens.Issuer, TestTokens.Audience), TestTokens.KeyId),
            "the partner's audience for the issuer" => app.Tokens().Mint(change: payload => payload["aud"] = "shop-for-partners"),
            "the issuer's audience for the partner" => Mint(app, payload => payload["aud"] = TestTokens.Audience),
            _ => Mint(app, payload => payload["iss"] = "https://third.example"),
        };

        using var response = await app.GetAsync("/who", token);

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal(reason, (await app.Events.NextAsync()).Reason);
    }

    [Fact]
    public async Task A_partner_can_t_say_that_its_callers_belong_to_another_tenant()
    {
        await using var app = await StartAsync();

        await AssertAsync(app, Mint(app, payload => (payload["tenant"], payload["Tenant"]) = ("north", "north")), "partner:alice of south");
        await AssertAsync(app, Mint(app, payload => payload["tenant"] = new[] { "north", "west" }), "partner:alice of south");
    }

    /// <summary>Callers are known by either claim, so the prefix must stand before both.</summary>
    [Fact]
    public async Task A_partner_can_t_call_its_callers_by_another_name_to_lose_the_prefix()
    {
        await using var app = await StartAsync();

        await AssertAsync(
            app,
            Mint(app, payload =>
            {
                payload.Remove("sub");
                payload[System.Security.Claims.ClaimTypes.NameIdentifier] = "alice";
            }),
            "partner:alice of south");
        await AssertAsync(app, Mint(app, payload => (payload["sub"], payload[System.Security.Claims.ClaimTypes.NameIdentifier]) = ("", "alice")), "partner: of south");
    }

    /// <summary>The application knows people by their prefix, the issuer's own logs without it.</summary>
    [Theory]
    [InlineData("partner:alice", null, 401)]
    [InlineData("partner:alice", Partner, 401)]
    [InlineData("alice", Partner, 401)]
    [InlineData("partner:alice", TestTokens.Issuer, 200)]
    [InlineData("partner:bob", null, 200)]
    public async Task A_subject_is_revoked_with_and_without_its_prefix(string subject, string? issuer, int status)
    {
        await using var app = await StartAsync();
        var (known, another) = (Mint(app), Mint(app));
        await AssertAsync(app, known, "partner:alice of south");

        await app.App.Services.GetRequiredService<ApiSecurity.Authentication.ITokenRevocations>().RevokeAsync(
            new(ApiSecurity.Authentication.RevocationKind.Subject, subject) { Issuer = issuer }, TestContext.Current.CancellationToken);

        foreach (var token in (string[])[known, another])
        {
            using var response = await app.GetAsync("/who", token);
            Assert.Equal(status, (int)response.StatusCode);
        }

        using var others = await app.GetAsync("/who", app.Tokens().Mint());
        Assert.Equal(200, (int)others.StatusCode);
    }

    /// <summary>Its server is no longer asked, nor waited for.</summary>
    [Fact]
    public async Task An_issuer_that_is_taken_out_is_forgotten()
    {
        var isOut = false;
        var asked = 0;
        await using var app = await StartAsync(
            services: builder =>
            {
                builder.Services.Configure<ApiSecurityOptions>(options =>
                {
                    if (Volatile.Read(ref isOut))
                    {
                        options.Jwt.Issuers.Clear();
                    }
                });
                builder.Services.AddHealthChecks().AddApiSecurity();
            },
            partner: path =>
            {
                Interlocked.Increment(ref asked);
                return Json("down", 500);
            });
        using var down = await app.GetAsync("/who", Mint(app));
        Assert.Equal(503, (int)down.StatusCode);
        var health = app.App.Services.GetRequiredService<Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckService>();
        Assert.Equal("Unhealthy", (await health.CheckHealthAsync(TestContext.Current.CancellationToken)).Status.ToString());

        Volatile.Write(ref isOut, true);
        ((IConfigurationRoot)app.App.Configuration).Reload();
        using var gone = await app.GetAsync("/who", Mint(app));
        Assert.Equal(401, (int)gone.StatusCode);
        Assert.Equal("Healthy", (await health.CheckHealthAsync(TestContext.Current.CancellationToken)).Status.ToString());
        var before = Volatile.Read(ref asked);
        app.Time.Advance(TimeSpan.FromMinutes(10));
        using var still = await app.GetAsync("/who", Mint(app));
        Assert.Equal((401, before), ((int)still.StatusCode, Volatile.Read(ref asked)));

        Volatile.Write(ref isOut, false);
        ((IConfigurationRoot)app.App.Configuration).Reload();
        using var back = await app.GetAsync("/who", Mint(app));
        Assert.Equal(503, (int)back.StatusCode);
    }

    [Theory]
    [InlineData("Jwt:Issuers:partner:Authority", null, "Jwt:Issuers:partner:Authority is not set")]
    [InlineData("Jwt:Issuers:partner:Authority", "http://partner.example", "is not an https URL")]
    [InlineData("Jwt:ValidIssuers:0", Partner, "is configured in another place too")]
    [InlineData("Jwt:Issuers:partner:ValidAlgorithms:0", "HS256", "Issuers:partner:ValidAlgorithms:0 is not an algorithm")]
    [InlineData("Jwt:Issuers:partner:ValidTypes:0", " ", "Issuers:partner:ValidTypes:0 is empty")]
    [InlineData("Jwt:Issuers:partner:Tenannt", "x", "Tenannt")]
    public async Task What_can_t_work_stops_the_start(string key, string? value, string message)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(new(Settings) { [key] = value }));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Issuers_that_could_be_taken_for_each_other_stop_the_start()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(new(Settings)
        {
            ["Jwt:Issuers:partner:Tenant"] = null,
            ["Jwt:Issuers:partner:SubjectPrefix"] = null,
        }));

        Assert.Contains("SubjectPrefix", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>What takes the checks away from a further issuer's tokens is no better than what takes them away from the others.</summary>
    [Theory]
    [InlineData("events", "JwtBearerOptions.Events of the scheme Bearer:partner is replaced")]
    [InlineData("forward", "JwtBearerOptions.ForwardDefault of the scheme Bearer:partner has another scheme")]
    [InlineData("skew", "ClockSkew of the scheme Bearer:partner")]
    public async Task Checks_that_are_taken_from_a_further_issuer_stop_the_start(string how, string message)
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(services: builder => builder.Services.PostConfigure<JwtBearerOptions>("Bearer:partner", options =>
        {
            switch (how)
            {
                case "events": options.Events = new JwtBearerEvents(); break;
                case "forward": options.ForwardDefault = "Other"; break;
                default: options.TokenValidationParameters.ClockSkew = TimeSpan.FromHours(1); break;
            }
        })));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issuer_that_is_added_and_one_that_moves_need_no_restart()
    {
        await using var app = await StartAsync(new() { ["Jwt:ClockSkew"] = "00:00:30" });
        using var before = await app.GetAsync("/who", Mint(app));
        Assert.Equal(401, (int)before.StatusCode);

        foreach (var (key, value) in Settings)
        {
            app.App.Configuration[$"ApiSecurity:{key}"] = value;
        }

        ((IConfigurationRoot)app.App.Configuration).Reload();
        var token = Mint(app);
        await AssertAsync(app, token, "partner:alice of south");

        app.App.Configuration["ApiSecurity:Jwt:Issuers:partner:Authority"] = "https://moved.example";
        ((IConfigurationRoot)app.App.Configuration).Reload();
        using var after = await app.GetAsync("/who", token);
        Assert.Equal(401, (int)after.StatusCode);
    }

    [Fact]
    public async Task Handlers_of_the_scheme_Bearer_hear_of_the_tokens_of_every_issuer()
    {
        var heard = new List<string>();
        await using var app = await StartAsync(services: builder => builder.Services.Configure<JwtBearerOptions>("Bearer", options => options.Events = new JwtBearerEvents
        {
            OnTokenValidated = context =>
            {
                heard.Add(context.SecurityToken.Issuer);
                return Task.CompletedTask;
            },
        }));
        var token = Mint(app);

        await AssertAsync(app, token, "partner:alice of south");
        await AssertAsync(app, token, "partner:alice of south");

        Assert.Equal([Partner, Partner], heard);
    }

    /// <summary>A handler that looks people up by their subject must not find somebody else's.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handlers_see_callers_under_their_adopted_names_and_can_t_take_them_off(bool replaces)
    {
        var seen = new List<string?>();
        await using var app = await StartAsync(services: builder => builder.Services.Configure<JwtBearerOptions>("Bearer", options => options.Events = new JwtBearerEvents
        {
            OnTokenValidated = context =>
            {
                seen.Add(context.Principal!.FindFirst("sub")!.Value);
                seen.Add(context.Principal.FindFirst("tenant")?.Value);
                if (replaces)
                {
                    context.Principal = new(new System.Security.Claims.ClaimsIdentity(((Microsoft.IdentityModel.JsonWebTokens.JsonWebToken)context.SecurityToken).Claims, "own"));
                }

                return Task.CompletedTask;
            },
        }));

        await AssertAsync(app, Mint(app, payload => payload["tenant"] = "north"), "partner:alice of south");
        await AssertAsync(app, app.Tokens().MintFor("alice", "north"), "alice of north");

        Assert.Equal(["partner:alice", "south", "alice", "north"], seen);
    }

    private static Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? services = null, Func<string, HttpResponseMessage>? partner = null)
    {
        var server = new AuthorizationServer { Answer = partner ?? (path => Json(path == "/jwks" ? Keys(PublicJwk(PartnerKey, "p1"), PublicJwk(PartnerKey, TestTokens.KeyId)) : Metadata().Replace(TestTokens.Issuer, Partner, StringComparison.Ordinal))) };
        return JwtApp.StartAsync(
            new(settings ?? Settings) { ["RateLimiting:DisabledReason"] = "the test asks often" },
            builder =>
            {
                builder.Services.Configure<JwtBearerOptions>("Bearer:partner", options => options.BackchannelHttpHandler = server);
                services?.Invoke(builder);
            },
            app => app.MapGet("/who", (ApiSecurity.Authorization.Caller caller) => $"{caller.Subject} of {caller.Tenant}"));
    }

    private static string Mint(TestApp app, Action<Dictionary<string, object?>>? change = null, string keyId = "p1")
    {
        var header = TestTokens.Header();
        header["kid"] = keyId;
        var payload = app.Tokens().Payload();
        (payload["iss"], payload["aud"]) = (Partner, "shop-for-partners");
        change?.Invoke(payload);
        return TestTokens.Sign(JsonSerializer.Serialize(header), JsonSerializer.Serialize(payload), PartnerKey);
    }

    private static async Task AssertAsync(TestApp app, string token, string expected)
    {
        using var response = await app.GetAsync("/who", token);
        Assert.Equal(expected, await response.TextAsync());
    }
}
