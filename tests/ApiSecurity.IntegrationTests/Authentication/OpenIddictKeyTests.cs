using ApiSecurity.Tests;

namespace ApiSecurity.IntegrationTests.Authentication;

/// <summary>OpenIddict replaces its keys, or can't be reached, while requests come.</summary>
public sealed class OpenIddictKeyTests
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MetadataLifetime = TimeSpan.FromHours(1);

    [Fact]
    public async Task Keys_are_replaced_under_load_and_no_good_token_is_refused()
    {
        var (old, next) = (AuthorizationServer.NewRsaKey(), AuthorizationServer.NewCurveKey());
        await using var server = await AuthorizationServer.StartAsync(key: old);
        await using var app = await TokenApi.StartJwtAsync(server);
        using var client = new ServerClient(server);
        var tokens = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.GetOwnTokenAsync()));
        Assert.Equal(200, await app.StatusAsync(tokens[0]));
        using var ended = new CancellationTokenSource();

        // Each goes on with tokens that are known, and with such as nobody has seen yet, while the keys change beneath them.
        var load = tokens.Select(token => Task.Run(async () =>
        {
            var served = 0;
            while (!ended.IsCancellationRequested)
            {
                Assert.Equal(200, await app.StatusAsync(token));
                Assert.Equal(200, await app.StatusAsync(served % 8 == 0 ? await client.GetOwnTokenAsync() : token));
                served += 2;
            }

            return served;
        })).ToArray();
        server.UseKeys(next, old);
        // Who signs with a key that is not known yet has the keys read again, once the last reading is some time ago.
        app.Time.Advance(RefreshInterval);
        var signedByNext = await client.GetOwnTokenAsync();
        Assert.Equal(200, await app.StatusAsync(signedByNext));
        Assert.All(await Task.WhenAll(tokens.Select(token => app.StatusAsync(token))), status => Assert.Equal(200, status));
        await ended.CancelAsync();

        Assert.All(await Task.WhenAll(load), served => Assert.True(served > 0, "One of the clients never asked."));
    }

    [Fact]
    public async Task A_key_that_was_withdrawn_opens_nothing_more_once_the_keys_are_read_again()
    {
        var (old, next) = (AuthorizationServer.NewRsaKey(), AuthorizationServer.NewCurveKey());
        await using var server = await AuthorizationServer.StartAsync(key: old);
        await using var app = await TokenApi.StartJwtAsync(server, new() { ["Jwt:MaxLifetime"] = "01:00:00" });
        using var client = new ServerClient(server);
        var (known, unknown) = (await client.GetOwnTokenAsync(), await client.GetOwnTokenAsync());
        Assert.Equal(200, await app.StatusAsync(known));

        server.UseKeys(next);
        app.Time.Advance(RefreshInterval);
        Assert.Equal(200, await app.StatusAsync(await client.GetOwnTokenAsync()));

        Assert.True(await app.StatusAsync(known) == 401, "The token was remembered longer than its key counts.");
        Assert.Equal(401, await app.StatusAsync(unknown));
    }

    [Fact]
    public async Task A_key_that_comes_back_is_a_key_again()
    {
        var (old, next) = (AuthorizationServer.NewRsaKey(), AuthorizationServer.NewCurveKey());
        await using var server = await AuthorizationServer.StartAsync(key: old);
        await using var app = await TokenApi.StartJwtAsync(server);
        using var client = new ServerClient(server);
        var token = await client.GetOwnTokenAsync();
        Assert.Equal(200, await app.StatusAsync(token));
        server.UseKeys(next);
        app.Time.Advance(RefreshInterval);
        Assert.Equal(200, await app.StatusAsync(await client.GetOwnTokenAsync()));
        Assert.Equal(401, await app.StatusAsync(token));

        server.UseKeys(next, old);
        app.Time.Advance(RefreshInterval);

        Assert.True(await app.StatusAsync(token) == 200, "That it was refused is remembered longer than the keys it was refused with.");
    }

    [Fact]
    public async Task With_the_server_away_for_an_hour_known_keys_go_on_and_nothing_else_is_let_in()
    {
        var (old, next) = (AuthorizationServer.NewRsaKey(), AuthorizationServer.NewCurveKey());
        await using var server = await AuthorizationServer.StartAsync(key: old);
        await using var app = await TokenApi.StartJwtAsync(server);
        using var client = new ServerClient(server);
        Assert.Equal(200, await app.StatusAsync(await client.GetOwnTokenAsync()));

        // What the server gives out in an hour and a half, every six minutes: a token of the key that is known here, and one of a key that is not.
        var given = new List<(string Good, string OfUnknownKey)>();
        for (var count = 0; count < 15; count++)
        {
            server.UseKeys(old);
            var good = await client.GetOwnTokenAsync();
            server.UseKeys(next);
            given.Add((good, await client.GetOwnTokenAsync()));
            server.Time.Advance(TimeSpan.FromMinutes(6));
        }

        server.IsAway = true;
        foreach (var (good, ofUnknownKey) in given)
        {
            Assert.Equal($"200 {AuthorizationServerClients.Worker}", await app.TextAsync(good));
            Assert.Equal(401, await app.StatusAsync(ofUnknownKey));
            app.Time.Advance(TimeSpan.FromMinutes(6));
            Assert.Equal(401, await app.StatusAsync(good));
        }

        server.IsAway = false;
        app.Time.Advance(TimeSpan.FromMinutes(1));
        server.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, await app.StatusAsync(await client.GetOwnTokenAsync()));
    }

    [Fact]
    public async Task After_the_longest_time_without_the_server_nothing_counts_until_it_is_back()
    {
        await using var server = await AuthorizationServer.StartAsync();
        await using var app = await TokenApi.StartJwtAsync(server, new() { ["Jwt:MaxMetadataAge"] = "02:00:00" });
        using var client = new ServerClient(server);
        Assert.Equal(200, await app.StatusAsync(await client.GetOwnTokenAsync()));

        // The tokens are those of a server that cannot be read from here, and goes on elsewhere.
        server.Time.Advance(2 * MetadataLifetime - TimeSpan.FromMinutes(1));
        var token = await client.GetOwnTokenAsync();
        server.IsAway = true;
        app.Time.Advance(2 * MetadataLifetime - TimeSpan.FromMinutes(1));
        Assert.Equal(200, await app.StatusAsync(token));
        OpenIddictJwtTests.Later(server, app, TimeSpan.FromMinutes(2));
        Assert.True(await app.StatusAsync(token) == 503, "Keys count longer than MaxMetadataAge.");

        server.IsAway = false;
        OpenIddictJwtTests.Later(server, app, TimeSpan.FromMinutes(1));
        Assert.Equal(200, await app.StatusAsync(token));
    }

    [Fact]
    public async Task A_server_that_is_away_at_start_is_503_and_then_found()
    {
        await using var server = await AuthorizationServer.StartAsync();
        using var client = new ServerClient(server);
        var token = await client.GetOwnTokenAsync();
        server.IsAway = true;
        await using var app = await TokenApi.StartJwtAsync(server);

        Assert.Equal(503, await app.StatusAsync(token));
        server.IsAway = false;
        OpenIddictJwtTests.Later(server, app, TimeSpan.FromMinutes(1));
        Assert.Equal(200, await app.StatusAsync(token));
    }

    [Fact]
    public async Task A_flood_of_invented_key_names_asks_the_server_once()
    {
        await using var server = await AuthorizationServer.StartAsync();
        await using var app = await TokenApi.StartJwtAsync(server);
        using var client = new ServerClient(server);
        Assert.Equal(200, await app.StatusAsync(await client.GetOwnTokenAsync()));
        app.Time.Advance(RefreshInterval);
        var tokens = new TestTokens(app.Time);
        var before = server.Asked;

        var statuses = await Task.WhenAll(Enumerable.Range(0, 64).Select(number => app.StatusAsync(tokens.Mint(
            change: payload => (payload["iss"], payload["aud"]) = (server.Address + "/", AuthorizationServerClients.Api),
            header: header => header["kid"] = $"invented-{number}"))));

        Assert.All(statuses, status => Assert.Equal(401, status));
        Assert.True(server.Asked - before <= 2, $"Metadata and keys, once each, and not {server.Asked - before} documents.");
    }
}
