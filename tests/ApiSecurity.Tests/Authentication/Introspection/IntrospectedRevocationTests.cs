using System.Net;
using ApiSecurity.Authentication;

namespace ApiSecurity.Tests.Authentication;

/// <summary>Opaque tokens that were revoked: by the application here, and at the authorization server.</summary>
public sealed class IntrospectedRevocationTests
{
    private const string Token = IntrospectingServer.Token;

    private readonly IntrospectingServer _server = new();

    public static TheoryData<RevocationKind, string> Revocations => new()
    {
        { RevocationKind.Token, "t-1" },
        { RevocationKind.Subject, "alice" },
        { RevocationKind.Session, "s-1" },
        { RevocationKind.Client, "shop-web" },
    };

    [Theory]
    [MemberData(nameof(Revocations))]
    public async Task What_the_application_revokes_ends_at_once_also_where_it_is_remembered(RevocationKind kind, string value)
    {
        await using var app = await StartAsync();
        for (var time = 0; time < 3; time++)
        {
            await AssertAcceptedAsync(app);
        }

        await RevokeAsync(app, new TokenRevocation(kind, value) { Issuer = IntrospectingServer.Issuer });

        await app.AssertRefusedAsync(Token, "token_revoked");
        await app.AssertRefusedAsync(Token, "token_revoked");
        await app.App.Services.GetRequiredService<ITokenRevocations>().RestoreAsync(new TokenRevocation(kind, value) { Issuer = IntrospectingServer.Issuer }, TestContext.Current.CancellationToken);
        await AssertAcceptedAsync(app);
    }

    [Theory]
    [MemberData(nameof(Revocations))]
    public async Task What_was_revoked_before_is_refused_fresh(RevocationKind kind, string value)
    {
        await using var app = await StartAsync();
        await RevokeAsync(app, new TokenRevocation(kind, value));

        await app.AssertRefusedAsync(Token, "token_revoked");
    }

    /// <summary>Some servers call the client so, as they do in tokens.</summary>
    [Fact]
    public async Task A_client_that_the_answer_calls_azp_can_be_revoked()
    {
        await using var app = await StartAsync(answer =>
        {
            answer.Remove("client_id");
            answer["azp"] = "shop-app";
        });
        await AssertAcceptedAsync(app);

        await RevokeAsync(app, new TokenRevocation(RevocationKind.Client, "shop-app"));

        await app.AssertRefusedAsync(Token, "token_revoked");
    }

    [Fact]
    public async Task What_the_server_revokes_ends_with_the_time_of_its_last_answer()
    {
        await using var app = await StartAsync();
        await AssertAcceptedAsync(app);
        await AssertAcceptedAsync(app);
        _server.Know = _ => new { active = false };
        app.Time.Advance(TimeSpan.FromMinutes(1));

        await app.AssertRefusedAsync(Token, "token_inactive");
    }

    [Theory]
    [InlineData("revoked")]
    [InlineData("configured")]
    public async Task What_changes_while_the_server_is_asked_wins(string change)
    {
        await using var app = await StartAsync();
        var answer = _server.Answer;
        _server.Answer = async asked =>
        {
            if (change == "revoked")
            {
                await RevokeAsync(app, new TokenRevocation(RevocationKind.Subject, "alice"));
            }
            else
            {
                app.App.Configuration["ApiSecurity:Introspection:Servers:main:Audience"] = "another-api";
                ((IConfigurationRoot)app.App.Configuration).Reload();
            }

            return await answer(asked);
        };

        using var first = await app.GetAsync("/me", Token);
        await first.TextAsync();
        _server.Answer = answer;
        using var second = await app.GetAsync("/me", Token);

        Assert.Equal(HttpStatusCode.Unauthorized, second.StatusCode);
    }

    private Task<TestApp> StartAsync(Action<Dictionary<string, object?>>? change = null)
    {
        _server.Know = _ => IntrospectingServer.Active(answer =>
        {
            (answer["jti"], answer["sid"]) = ("t-1", "s-1");
            change?.Invoke(answer);
        });
        return _server.StartAppAsync();
    }

    private static async Task RevokeAsync(TestApp app, TokenRevocation revocation)
    {
        await app.App.Services.GetRequiredService<ITokenRevocations>().RevokeAsync(revocation, TestContext.Current.CancellationToken);
        Assert.Equal("token_revocation", (await app.Events.NextAsync()).Reason);
    }

    private static async Task AssertAcceptedAsync(TestApp app)
    {
        using var response = await app.GetAsync("/me", Token);
        Assert.Equal("alice", await response.TextAsync());
    }
}
