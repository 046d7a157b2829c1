namespace ApiSecurity.IntegrationTests.Authentication;

/// <summary>OpenIddict's opaque tokens, about which it is asked.</summary>
public sealed class OpenIddictIntrospectionTests
{
    [Fact]
    public async Task An_opaque_token_is_asked_about_once_and_then_known()
    {
        await using var server = await AuthorizationServer.StartAsync(usesReferences: true);
        await using var app = await TokenApi.StartIntrospectionAsync(server);
        using var client = new ServerClient(server);
        var token = await client.GetOwnTokenAsync();
        Assert.DoesNotContain('.', token);

        Assert.Equal($"200 {AuthorizationServerClients.Worker}", await app.TextAsync(token));
        var before = server.Asked;

        Assert.Equal(200, await app.StatusAsync(token, "/orders"));
        Assert.Equal(403, await app.StatusAsync(token, "/payments"));
        Assert.Equal(before, server.Asked);
    }

    [Fact]
    public async Task The_API_may_ask_with_a_key_pair_in_the_place_of_a_secret()
    {
        await using var server = await AuthorizationServer.StartAsync(usesReferences: true);
        await using var app = await TokenApi.StartIntrospectionAsync(server, new()
        {
            ["Introspection:Servers:main:ClientSecret"] = null,
            ["Introspection:Servers:main:ClientAuthentication"] = "PrivateKeyJwt",
            ["Introspection:Servers:main:PrivateKey"] = AuthorizationServerClients.WorkerKey.ExportPkcs8PrivateKeyPem(),
            ["Introspection:Servers:main:PrivateKeyId"] = "worker-1",
        });
        using var client = new ServerClient(server);

        Assert.Equal($"200 {AuthorizationServerClients.Worker}", await app.TextAsync(await client.GetOwnTokenAsync()));
    }

    [Fact]
    public async Task A_server_that_does_not_know_the_API_tells_it_nothing()
    {
        await using var server = await AuthorizationServer.StartAsync(usesReferences: true);
        await using var app = await TokenApi.StartIntrospectionAsync(server, new() { ["Introspection:Servers:main:ClientSecret"] = "another secret" });
        using var client = new ServerClient(server);

        Assert.Equal(503, await app.StatusAsync(await client.GetOwnTokenAsync()));
        Assert.DoesNotContain(app.Logs.GetSnapshot(), record => record.Message.Contains("another secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Somebody_signs_in_and_the_other_tokens_open_nothing()
    {
        await using var server = await AuthorizationServer.StartAsync(usesReferences: true);
        await using var app = await TokenApi.StartIntrospectionAsync(server);
        using var client = new ServerClient(server);
        var given = await client.SignInAsync("alice");

        Assert.Equal("200 alice", await app.TextAsync(given.GetProperty("access_token").GetString()!));
        Assert.Equal(401, await app.StatusAsync(given.GetProperty("refresh_token").GetString()!));
        Assert.Equal(401, await app.StatusAsync(given.GetProperty("id_token").GetString()!));
        Assert.Equal(401, await app.StatusAsync("invented-0123456789abcdef0123456789abcdef"));
    }

    [Fact]
    public async Task A_revoked_token_is_refused_when_the_answer_is_forgotten()
    {
        await using var server = await AuthorizationServer.StartAsync(usesReferences: true);
        await using var app = await TokenApi.StartIntrospectionAsync(server);
        using var client = new ServerClient(server);
        var token = await client.GetOwnTokenAsync();
        Assert.Equal(200, await app.StatusAsync(token));

        await client.RevokeAsync(token);
        app.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(200, await app.StatusAsync(token));
        app.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(401, await app.StatusAsync(token));
        Assert.Equal("token_inactive", await app.ReasonAsync());
    }

    [Fact]
    public async Task A_revoked_token_is_refused_at_once_where_no_answer_is_kept()
    {
        await using var server = await AuthorizationServer.StartAsync(usesReferences: true);
        await using var app = await TokenApi.StartIntrospectionAsync(server, new() { ["Introspection:CacheLifetime"] = "00:00:00" });
        using var client = new ServerClient(server);
        var token = await client.GetOwnTokenAsync();
        Assert.Equal(200, await app.StatusAsync(token));

        await client.RevokeAsync(token);

        Assert.Equal(401, await app.StatusAsync(token));
        Assert.Equal("token_inactive", await app.ReasonAsync());
    }

    [Fact]
    public async Task A_JWT_that_the_server_has_revoked_is_refused_where_it_is_asked()
    {
        await using var server = await AuthorizationServer.StartAsync();
        await using var app = await TokenApi.StartIntrospectionAsync(server, new() { ["Introspection:CacheLifetime"] = "00:00:00" });
        using var client = new ServerClient(server);
        var token = await client.GetOwnTokenAsync();
        Assert.Equal(200, await app.StatusAsync(token));

        await client.RevokeAsync(token);

        Assert.Equal(401, await app.StatusAsync(token));
    }

    [Fact]
    public async Task With_the_server_away_only_what_is_known_is_let_in()
    {
        await using var server = await AuthorizationServer.StartAsync(usesReferences: true);
        await using var app = await TokenApi.StartIntrospectionAsync(server);
        using var client = new ServerClient(server);
        var (known, unknown) = (await client.GetOwnTokenAsync(), await client.GetOwnTokenAsync());
        Assert.Equal(200, await app.StatusAsync(known));

        server.IsAway = true;
        Assert.Equal(200, await app.StatusAsync(known));
        Assert.Equal(503, await app.StatusAsync(unknown));
        app.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.True(await app.StatusAsync(known) == 503, "What nobody can tell any more was let in.");

        server.IsAway = false;
        app.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(200, await app.StatusAsync(known));
        Assert.Equal(200, await app.StatusAsync(unknown));
    }

    [Fact]
    public async Task A_token_ends_when_the_server_says_so()
    {
        await using var server = await AuthorizationServer.StartAsync(usesReferences: true);
        await using var app = await TokenApi.StartIntrospectionAsync(server);
        using var client = new ServerClient(server);
        var token = await client.GetOwnTokenAsync();
        Assert.Equal(200, await app.StatusAsync(token));

        OpenIddictJwtTests.Later(server, app, TimeSpan.FromSeconds(299));
        Assert.Equal(200, await app.StatusAsync(token));
        OpenIddictJwtTests.Later(server, app, TimeSpan.FromSeconds(2));

        Assert.True(await app.StatusAsync(token) == 401, "The server's word was kept past the token's end.");
    }
}
