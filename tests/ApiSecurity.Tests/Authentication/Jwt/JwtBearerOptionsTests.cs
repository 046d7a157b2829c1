using ApiSecurity.Tests.Authorization;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace ApiSecurity.Tests.Authentication;

/// <summary>What an application sets on <c>JwtBearer</c> itself, and goes on having.</summary>
public sealed class JwtBearerOptionsTests
{
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
    public async Task Schemes_whose_tokens_only_JwtBearer_checks_are_told()
    {
        await using var without = await TestApp.StartAsync(services: builder => builder.Services.AddAuthentication().AddJwtBearer());
        await using var beside = await JwtApp.StartAsync(services: builder => builder.Services.AddAuthentication("Bearer").AddJwtBearer("Partners"));

        Assert.Contains("note    tokens of the scheme Bearer are checked by JwtBearer alone", DenyByDefaultTests.Summary(without), StringComparison.Ordinal);
        Assert.Contains("note    tokens of the scheme Partners are checked by JwtBearer alone", DenyByDefaultTests.Summary(beside), StringComparison.Ordinal);
        Assert.DoesNotContain("tokens of the scheme Bearer are", DenyByDefaultTests.Summary(beside), StringComparison.Ordinal);
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

    internal sealed class ThrowingEvents : JwtBearerEvents
    {
        public override Task TokenValidated(TokenValidatedContext context) => throw new InvalidOperationException("the database is down");
    }
}
