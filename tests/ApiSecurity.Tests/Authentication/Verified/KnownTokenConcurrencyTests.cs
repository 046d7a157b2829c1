using System.Net.Http.Headers;
using ApiSecurity.Authentication;

namespace ApiSecurity.Tests.Authentication;

/// <summary>Once the call that ends tokens has come back, no request that begins is let in by one, whatever was under way meanwhile.</summary>
public sealed class KnownTokenConcurrencyTests
{
    private const int Rounds = 5;
    private const int Workers = 4;

    /// <summary>What ends the tokens of alice.</summary>
    public static TheoryData<string> Ends => ["token", "subject", "session", "client", "options", "exp", "key"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Nothing_is_let_in_after_the_end(string end)
    {
        using var server = new AuthorizationServer();
        await using var app = await server.StartAppAsync(new() { ["Lockout:DisabledReason"] = "the test sends many tokens that are refused" });
        for (var round = 0; round < Rounds; round++)
        {
            // A few tokens that all know, and for each worker many that nobody has seen: their first verification may be half done when the end comes.
            var shared = Enumerable.Range(0, 4).Select(_ => Mint(app, round)).ToArray();
            var fresh = Enumerable.Range(0, Workers).Select(_ => Enumerable.Range(0, 80).Select(_ => Mint(app, round)).ToArray()).ToArray();
            var hasEnded = new Flag();
            var warm = new CountdownEvent(Workers);
            var work = fresh.Select(own => Task.Run(() => WorkAsync(app, shared, own, hasEnded, warm))).ToArray();
            await Task.Run(warm.Wait, TestContext.Current.CancellationToken);

            await EndAsync(end, app, server, shared, fresh, round);
            hasEnded.Set();

            var (letIn, late) = (0, 0);
            foreach (var (before, after) in await Task.WhenAll(work))
            {
                (letIn, late) = (letIn + before, late + after);
            }

            Assert.True(letIn > 0, "No token was good before: the test proves nothing.");
            Assert.True(late == 0, $"{end}, round {round}: {late} requests that began after the end were let in.");
            foreach (var token in shared.Concat(fresh.SelectMany(tokens => tokens.Take(20))))
            {
                Assert.False(await IsLetInAsync(app, token), $"{end}, round {round}: a token was remembered past its end.");
            }

            await RenewAsync(end, app, server);
        }
    }

    private static async Task<(int Before, int After)> WorkAsync(TestApp app, string[] shared, string[] own, Flag hasEnded, CountdownEvent warm)
    {
        var (before, after) = (0, 0);
        for (var index = 0; index < own.Length; index++)
        {
            foreach (var token in (string[])[shared[index % shared.Length], own[index]])
            {
                // Looked at before the request begins: a request that was under way may be answered.
                var isLate = hasEnded.IsSet;
                if (await IsLetInAsync(app, token))
                {
                    (before, after) = isLate ? (before, after + 1) : (before + 1, after);
                }
            }

            if (index == 10)
            {
                warm.Signal();
            }
        }

        return (before, after);
    }

    private static async Task EndAsync(string end, TestApp app, AuthorizationServer server, string[] shared, string[][] fresh, int round)
    {
        var revocations = app.App.Services.GetRequiredService<ITokenRevocations>();
        switch (end)
        {
            case "token":
                foreach (var token in shared.Concat(fresh.SelectMany(tokens => tokens)))
                {
                    await revocations.RevokeAsync(new TokenRevocation(RevocationKind.Token, new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(token).Id));
                }

                break;
            case "subject":
                await revocations.RevokeAsync(new TokenRevocation(RevocationKind.Subject, $"alice-{round}"));
                break;
            case "session":
                await revocations.RevokeAsync(new TokenRevocation(RevocationKind.Session, $"session-{round}"));
                break;
            case "client":
                await revocations.RevokeAsync(new TokenRevocation(RevocationKind.Client, $"client-{round}"));
                break;
            case "options":
                app.App.Configuration["ApiSecurity:Jwt:MaxLifetime"] = "00:01:00";
                ((IConfigurationRoot)app.App.Configuration).Reload();
                break;
            case "exp":
                app.Time.Advance(TimeSpan.FromSeconds(330));
                break;
            default:
                // The server tells another key, which a token of that key has read.
                server.Answer = path => AuthorizationServer.Json(path == "/jwks" ? AuthorizationServer.Keys(AuthorizationServer.PublicJwk(TestTokens.Key, $"next-{round}")) : AuthorizationServer.Metadata());
                app.Time.Advance(TimeSpan.FromSeconds(31));
                Assert.True(await IsLetInAsync(app, app.Tokens().Mint("bob", header: header => header["kid"] = $"next-{round}")), "The keys were not read.");
                break;
        }
    }

    private static async Task RenewAsync(string end, TestApp app, AuthorizationServer server)
    {
        if (end == "options")
        {
            app.App.Configuration["ApiSecurity:Jwt:MaxLifetime"] = null;
            ((IConfigurationRoot)app.App.Configuration).Reload();
        }
        else if (end == "key")
        {
            server.Answer = path => AuthorizationServer.Json(path == "/jwks" ? AuthorizationServer.Keys(AuthorizationServer.PublicJwk(TestTokens.Key, TestTokens.KeyId)) : AuthorizationServer.Metadata());
            app.Time.Advance(TimeSpan.FromSeconds(31));
            Assert.True(await IsLetInAsync(app, app.Tokens().Mint("bob")), "The keys were not read.");
        }
    }

    private static string Mint(TestApp app, int round) => app.Tokens().Mint($"alice-{round}", payload =>
    {
        payload["sid"] = $"session-{round}";
        payload["client_id"] = $"client-{round}";
    });

    private static async Task<bool> IsLetInAsync(TestApp app, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/me") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var response = await app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode is 200 or 401, $"{response.StatusCode}");
        return response.IsSuccessStatusCode;
    }

    private sealed class Flag
    {
        private volatile bool _isSet;

        public bool IsSet => _isSet;

        public void Set() => _isSet = true;
    }
}
