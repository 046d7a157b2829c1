using System.Net;
using ApiSecurity.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace ApiSecurity.Tests.Authentication;

/// <summary>Over HTTP, with tokens that the server knows already and tokens that it does not.</summary>
public sealed class RevokedTokenTests
{
    public static TheoryData<RevocationKind, string> Revocations => new()
    {
        { RevocationKind.Token, "t-1" },
        { RevocationKind.Subject, "alice" },
        { RevocationKind.Session, "s-1" },
        { RevocationKind.Client, "shop-web" },
    };

    [Theory]
    [MemberData(nameof(Revocations))]
    public async Task A_token_that_is_known_is_refused_from_the_next_request_on(RevocationKind kind, string value)
    {
        await using var app = await JwtApp.StartAsync();
        var token = Mint(app);
        await AssertAcceptedAsync(app, token);
        await AssertAcceptedAsync(app, token);

        await RevokeAsync(app, new TokenRevocation(kind, value));

        await app.AssertRefusedAsync(token, "token_revoked");
        await app.AssertRefusedAsync(token, "token_revoked");
    }

    [Theory]
    [MemberData(nameof(Revocations))]
    public async Task A_token_that_was_never_seen_is_refused(RevocationKind kind, string value)
    {
        await using var app = await JwtApp.StartAsync();
        await RevokeAsync(app, new TokenRevocation(kind, value) { Issuer = TestTokens.Issuer });

        await app.AssertRefusedAsync(Mint(app), "token_revoked");
    }

    [Fact]
    public async Task A_token_is_refused_where_the_application_looks_at_each_request_itself()
    {
        await using var app = await JwtApp.StartAsync(services: builder => builder.Services.Configure<JwtBearerOptions>(
            JwtBearerDefaults.AuthenticationScheme, options => options.Events = new JwtBearerEvents { OnTokenValidated = _ => Task.CompletedTask }));
        var token = Mint(app);
        await AssertAcceptedAsync(app, token);
        await RevokeAsync(app, new TokenRevocation(RevocationKind.Subject, "alice"));

        await app.AssertRefusedAsync(token, "token_revoked");
    }

    [Fact]
    public async Task Who_logs_in_again_a_second_later_is_accepted()
    {
        await using var app = await JwtApp.StartAsync();
        var old = Mint(app);
        await AssertAcceptedAsync(app, old);
        await RevokeAsync(app, new TokenRevocation(RevocationKind.Subject, "alice") { IssuedBefore = app.Time.GetUtcNow() });
        var sameSecond = Mint(app);
        app.Time.Advance(TimeSpan.FromSeconds(1));

        await AssertAcceptedAsync(app, Mint(app));
        await app.AssertRefusedAsync(old, "token_revoked");
        await app.AssertRefusedAsync(sameSecond, "token_revoked");
    }

    [Fact]
    public async Task Others_stay_what_they_were()
    {
        await using var app = await JwtApp.StartAsync();
        var bob = app.Tokens().Mint("bob", payload => payload["client_id"] = "other");
        await AssertAcceptedAsync(app, bob);
        await RevokeAsync(app, new TokenRevocation(RevocationKind.Subject, "alice"));
        await RevokeAsync(app, new TokenRevocation(RevocationKind.Client, "shop-web"));

        await AssertAcceptedAsync(app, bob);
    }

    [Fact]
    public async Task A_token_that_was_restored_is_accepted_again()
    {
        await using var app = await JwtApp.StartAsync();
        var token = Mint(app);
        await AssertAcceptedAsync(app, token);
        await RevokeAsync(app, new TokenRevocation(RevocationKind.Subject, "alice"));
        await app.AssertRefusedAsync(token, "token_revoked");
        await app.App.Services.GetRequiredService<ITokenRevocations>().RestoreAsync(new TokenRevocation(RevocationKind.Subject, "alice"), TestContext.Current.CancellationToken);

        await AssertAcceptedAsync(app, token);
    }

    [Fact]
    public async Task While_nobody_can_tell_the_answer_is_503_and_not_401()
    {
        var store = new SharedRevocations { Fault = new TimeoutException() };
        await using var app = await JwtApp.StartAsync(services: builder =>
        {
            builder.Services.AddApiSecurity().AddRevocationStore<SharedRevocations>();
            builder.Services.AddSingleton<IRevocationStore>(store);
        });
        using var response = await app.GetAsync("/me", Mint(app));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("\"revocations_unavailable\"", await response.TextAsync(), StringComparison.Ordinal);
        Assert.Equal("revocations_unavailable", (await app.Events.NextAsync()).Reason);
    }

    private static string Mint(TestApp app) => app.Tokens().Mint(change: payload =>
    {
        payload["jti"] = "t-1";
        payload["sid"] = "s-1";
    });

    private static async Task AssertAcceptedAsync(TestApp app, string token)
    {
        using var response = await app.GetAsync("/me", token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task RevokeAsync(TestApp app, TokenRevocation revocation)
    {
        await app.App.Services.GetRequiredService<ITokenRevocations>().RevokeAsync(revocation, TestContext.Current.CancellationToken);
        Assert.Equal("token_revocation", (await app.Events.NextAsync()).Reason);
    }
}
