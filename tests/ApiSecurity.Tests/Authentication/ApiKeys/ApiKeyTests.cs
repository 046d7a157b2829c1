using ApiSecurity.Authentication;

namespace ApiSecurity.Tests.Authentication;

public sealed class ApiKeyTests
{
    [Fact]
    public async Task A_key_calls_as_its_owner_with_what_it_was_given()
    {
        await using var app = await KeyApp.StartAsync(new MemoryKeyStore());
        var key = await app.IssueAsync(key => key with { Scopes = ["orders", "stock"], Permissions = ["orders.write"], Tenant = "north", Plan = "gold" });

        Assert.Equal($"export|{key.Key.Id}|north|orders stock|orders.write", await app.MeAsync(key.Text));
        Assert.Equal("gold", await (await app.GetWithKeyAsync("/plan", key.Text)).TextAsync());
        Assert.Equal("written", await (await app.GetWithKeyAsync("/write", key.Text)).TextAsync());
    }

    [Theory]
    [InlineData("X-Api-Key", "")]
    [InlineData("x-api-key", "")]
    [InlineData("Authorization", "ApiKey ")]
    [InlineData("Authorization", "apikey  ")]
    [InlineData("Authorization", "Bearer ")]
    public async Task A_key_is_read_from_its_header_and_from_Authorization(string header, string scheme)
    {
        await using var app = await KeyApp.StartAsync(new MemoryKeyStore());
        var key = await app.IssueAsync();

        for (var round = 0; round < 3; round++)
        {
            using var response = await app.SendAsync("/open", (header, scheme + key.Text));
            Assert.Equal("export", await response.TextAsync());
        }
    }

    [Fact]
    public async Task The_header_can_be_another()
    {
        await using var app = await KeyApp.StartAsync(new MemoryKeyStore(), new() { ["ApiKeys:HeaderName"] = "Shop-Key", ["ApiKeys:Prefix"] = "shop_live" });
        var key = await app.IssueAsync();

        Assert.StartsWith("shop_live_", key.Text, StringComparison.Ordinal);
        Assert.Equal("export", await (await app.SendAsync("/open", ("Shop-Key", key.Text))).TextAsync());
        Assert.Equal("nobody", await (await app.SendAsync("/open", ("X-Api-Key", key.Text))).TextAsync());
        Assert.Equal("export", await (await app.SendAsync("/open", ("Authorization", "Bearer " + key.Text))).TextAsync());
    }

    [Fact]
    public async Task Without_a_key_the_answer_says_what_to_send()
    {
        await using var app = await KeyApp.StartAsync(new MemoryKeyStore());

        using var response = await app.SendAsync("/me");

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("ApiKey", response.Headers.WwwAuthenticate.ToString());
        Assert.Contains("\"code\":\"unauthenticated\"", await response.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_known_key_costs_no_look_up()
    {
        var store = new MemoryKeyStore();
        await using var app = await KeyApp.StartAsync(store);
        var key = await app.IssueAsync();

        for (var round = 0; round < 10; round++)
        {
            await app.MeAsync(key.Text);
        }

        Assert.Equal(1, store.Finds);
    }

    [Fact]
    public async Task A_key_of_the_configuration_needs_no_store()
    {
        var key = GeneratedApiKey.Generate("partner01");
        await using var app = await KeyApp.StartAsync(settings: Configured(key));

        Assert.Equal("acme|partner01|north|orders|", await app.MeAsync(key.Text));
        Assert.Equal(401, await app.StatusAsync(GeneratedApiKey.Generate("partner01").Text));
        await Assert.ThrowsAsync<InvalidOperationException>(() => app.IssueAsync());
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => app.Keys().RevokeAsync("partner01", cancellationToken: TestContext.Current.CancellationToken));
        app.Time.SetUtcNow(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(401, await app.StatusAsync(key.Text));
    }

    [Fact]
    public async Task When_a_key_was_used_last_is_written_once_a_minute()
    {
        var store = new MemoryKeyStore();
        await using var app = await KeyApp.StartAsync(store);
        var key = await app.IssueAsync();
        for (var round = 0; round < 5; round++)
        {
            await app.MeAsync(key.Text);
        }

        Assert.Equal(0, store.Touches);
        app.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, store.Touches);
        Assert.Equal(app.Time.GetUtcNow(), store.Keys[key.Key.Id].Key.LastUsed);

        app.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, store.Touches);
        await app.MeAsync(key.Text);
        app.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, store.Touches);
    }

    [Fact]
    public async Task Uses_that_were_not_written_yet_are_written_at_the_end()
    {
        var store = new MemoryKeyStore();
        await using (var app = await KeyApp.StartAsync(store))
        {
            await app.MeAsync((await app.IssueAsync()).Text);
            await app.App.StopAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, store.Touches);
    }

    [Fact]
    public async Task Tokens_and_keys_live_side_by_side()
    {
        await using var app = await KeyApp.StartAsync(new MemoryKeyStore(), withJwt: true);
        var key = await app.IssueAsync();
        var token = new TestTokens(app.Time).Mint("alice");

        for (var round = 0; round < 3; round++)
        {
            Assert.Equal("export", await (await app.GetWithKeyAsync("/open", key.Text)).TextAsync());
            Assert.Equal("export", await (await app.SendAsync("/open", ("Authorization", "Bearer " + key.Text))).TextAsync());
            Assert.Equal("alice", await (await app.SendAsync("/open", ("Authorization", "Bearer " + token))).TextAsync());
            // The token is the caller's; a key beside it changes nothing, whether the token is known or not.
            Assert.Equal("alice", await (await app.SendAsync("/open", ("Authorization", "Bearer " + token), ("X-Api-Key", key.Text))).TextAsync());
        }

        using var nothing = await app.SendAsync("/me");
        Assert.Equal(["ApiKey", "Bearer", "DPoP"], nothing.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme));
    }

    [Fact]
    public async Task Making_rotating_and_revoking_are_told()
    {
        await using var app = await KeyApp.StartAsync(new MemoryKeyStore());
        var key = await app.IssueAsync();
        await app.Keys().RotateAsync(key.Key.Id, cancellationToken: TestContext.Current.CancellationToken);
        await app.Keys().RevokeAsync(key.Key.Id, "left", TestContext.Current.CancellationToken);
        await app.Keys().RevokeAsync(key.Key.Id, "again", TestContext.Current.CancellationToken);

        foreach (var (name, reason) in new[] { ("authn_token_created", "key_creation"), ("authn_token_created", "key_rotation"), ("authn_token_revoked", "key_revocation") })
        {
            var told = await app.Events.NextAsync();
            Assert.Equal((name, reason, SecurityEventOutcome.Observed), (told.Name, told.Reason, told.Outcome));
            Assert.Equal(("ApiKey", key.Key.Id), (told.ObjectType, told.ObjectId));
        }

        Assert.Empty(app.Events.Pending);
        Assert.Equal("left", (await app.Keys().FindAsync(key.Key.Id, TestContext.Current.CancellationToken))?.RevokedReason);
    }

    [Fact]
    public async Task A_key_without_an_end_gets_the_longest_time_there_is()
    {
        await using var app = await KeyApp.StartAsync(new MemoryKeyStore(), new() { ["ApiKeys:MaxLifetime"] = "90.00:00:00" });

        Assert.Equal(app.Time.GetUtcNow().AddDays(90), (await app.IssueAsync()).Key.Expires);
        await Assert.ThrowsAsync<ArgumentException>(() => app.IssueAsync(key => key with { Expires = app.Time.GetUtcNow().AddDays(91) }));
        await Assert.ThrowsAsync<ArgumentException>(() => app.IssueAsync(key => key with { Expires = app.Time.GetUtcNow() }));
    }

    internal static Dictionary<string, string?> Configured(GeneratedApiKey key) => new()
    {
        [$"ApiKeys:Keys:{key.Id}:Hash"] = key.Hash,
        [$"ApiKeys:Keys:{key.Id}:Owner"] = "acme",
        [$"ApiKeys:Keys:{key.Id}:Tenant"] = "north",
        [$"ApiKeys:Keys:{key.Id}:Scopes:0"] = "orders",
        [$"ApiKeys:Keys:{key.Id}:Expires"] = "2026-12-31T00:00:00Z",
    };
}
