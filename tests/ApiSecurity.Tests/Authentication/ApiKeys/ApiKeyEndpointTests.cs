using System.Text.Json;
using ApiSecurity.Authentication;

namespace ApiSecurity.Tests.Authentication;

public sealed class ApiKeyEndpointTests
{
    private const string Manage = "api-keys.manage";
    private const string ForAll = "api-keys.manage.all";

    [Fact]
    public async Task A_key_can_be_made_seen_rotated_and_revoked()
    {
        await using var app = await StartAsync();
        var alice = Bearer(app, "alice", "north", Manage, "orders.write");

        using var made = await app.SendAsync(HttpMethod.Post, "/api-keys", new { name = "Export", permissions = new[] { "orders.write" } }, alice);
        var issued = await made.JsonAsync(201);
        var id = issued.GetProperty("key").GetProperty("id").GetString()!;
        var secret = issued.GetProperty("secret").GetString()!;
        Assert.Equal($"/api-keys/{id}", made.Headers.Location?.ToString());
        Assert.Contains("no-store", made.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal($"alice|{id}|north||orders.write", await app.MeAsync(secret));

        var shown = await (await app.SendAsync($"/api-keys/{id}", alice)).JsonAsync(200);
        Assert.Equal("Export", shown.GetProperty("name").GetString());
        var listed = await (await app.SendAsync("/api-keys", alice)).JsonAsync(200);
        Assert.Equal(id, Assert.Single(listed.GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.Null, listed.GetProperty("next").ValueKind);
        var record = app.App.Services.GetRequiredService<IApiKeyStore>();
        var hash = Convert.ToBase64String((await record.FindAsync(id, TestContext.Current.CancellationToken))!.Hash.Span);
        Assert.DoesNotContain(hash, shown.ToString() + listed, StringComparison.Ordinal);
        Assert.DoesNotContain(secret[^49..], shown.ToString() + listed, StringComparison.Ordinal);

        var rotated = await (await app.SendAsync(HttpMethod.Post, $"/api-keys/{id}/rotate", new { overlapSeconds = 0 }, alice)).JsonAsync(200);
        Assert.Equal(401, await app.StatusAsync(secret));
        await app.MeAsync(rotated.GetProperty("secret").GetString()!);

        var revoked = await (await app.SendAsync(HttpMethod.Post, $"/api-keys/{id}/revoke", new { reason = "left" }, alice)).JsonAsync(200);
        Assert.Equal("left", revoked.GetProperty("revokedReason").GetString());
        Assert.Equal(401, await app.StatusAsync(rotated.GetProperty("secret").GetString()!));
        Assert.Equal("key_unchangeable", Code(await (await app.SendAsync(HttpMethod.Post, $"/api-keys/{id}/rotate", null, alice)).JsonAsync(409)));
        await (await app.SendAsync(HttpMethod.Post, $"/api-keys/{id}/revoke", null, alice)).JsonAsync(200);
    }

    [Fact]
    public async Task Only_callers_with_the_permission_get_in()
    {
        await using var app = await StartAsync();
        var id = (await app.IssueAsync(key => key with { Tenant = "north" })).Key.Id;

        foreach (var (method, path) in new[] { ("GET", "/api-keys"), ("GET", $"/api-keys/{id}"), ("POST", "/api-keys"), ("POST", $"/api-keys/{id}/rotate"), ("POST", $"/api-keys/{id}/revoke") })
        {
            using var nobody = await app.SendAsync(new HttpMethod(method), path, null);
            Assert.Equal(401, (int)nobody.StatusCode);
            using var bob = await app.SendAsync(new HttpMethod(method), path, null, Bearer(app, "bob", "north", "api-keys.manage.al", "api-keys"));
            Assert.Equal("permission_missing", Code(await bob.JsonAsync(403)));
        }
    }

    [Fact]
    public async Task An_application_that_opens_the_group_opens_nothing()
    {
        await using var app = await StartAsync(map: app => app.MapApiKeys("/opened").AllowAnonymous());

        using var nobody = await app.SendAsync("/opened");
        Assert.Equal(401, (int)nobody.StatusCode);
        using var bob = await app.SendAsync("/opened", Bearer(app, "bob", "north"));
        Assert.Equal(403, (int)bob.StatusCode);
    }

    [Theory]
    [InlineData("Authorization:Mode", "Report")]
    [InlineData("Authorization:DisabledReason", "a gateway does it")]
    [InlineData("Mode", "Report")]
    public async Task The_permission_is_asked_for_in_every_mode(string key, string value)
    {
        await using var app = await StartAsync(new() { [key] = value });

        using var bob = await app.SendAsync("/api-keys", Bearer(app, "bob", "north"));
        Assert.Equal(403, (int)bob.StatusCode);
    }

    [Fact]
    public async Task Nobody_reaches_into_another_tenant()
    {
        await using var app = await StartAsync();
        var south = (await app.IssueAsync(key => key with { Owner = "alice", Tenant = "south" })).Key.Id;
        var none = (await app.IssueAsync(key => key with { Owner = "alice" })).Key.Id;
        var alice = Bearer(app, "alice", "north", Manage);

        foreach (var id in new[] { south, none, "0000000000000000", "x", "' OR 1=1 --" })
        {
            Assert.Equal("object_not_found", Code(await (await app.SendAsync($"/api-keys/{Uri.EscapeDataString(id)}", alice)).JsonAsync(404)));
            Assert.Equal("malicious_direct_reference", (await app.Events.NextAsync("malicious_direct_reference")).Name);
            await (await app.SendAsync(HttpMethod.Post, $"/api-keys/{Uri.EscapeDataString(id)}/rotate", null, alice)).JsonAsync(404);
            await (await app.SendAsync(HttpMethod.Post, $"/api-keys/{Uri.EscapeDataString(id)}/revoke", null, alice)).JsonAsync(404);
        }

        Assert.Empty((await (await app.SendAsync("/api-keys", alice)).JsonAsync(200)).GetProperty("items").EnumerateArray());
        Assert.Equal("tenant", await EscalationAsync(app, new { name = "x", tenant = "south" }, alice));
        // Two tenants are none, and none of those callers is one without tenants.
        var both = ("Authorization", "Bearer " + new TestTokens(app.Time).Mint("mallory", payload => { payload["tenant"] = new[] { "north", "south" }; payload["permissions"] = new[] { Manage }; }));
        Assert.Equal(403, (int)(await app.SendAsync("/api-keys", both)).StatusCode);
        // Who belongs to no tenant sees what belongs to none.
        var root = ("Authorization", "Bearer " + new TestTokens(app.Time).Mint("root", payload => payload["permissions"] = new[] { Manage }));
        var seen = await (await app.SendAsync("/api-keys", root)).JsonAsync(200);
        Assert.Equal(none, Assert.Single(seen.GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Nobody_makes_a_key_that_can_do_more_than_they_can()
    {
        await using var app = await StartAsync();
        var alice = Bearer(app, "alice", "north", Manage);

        Assert.Equal("permissions", await EscalationAsync(app, new { name = "x", permissions = new[] { "orders.write" } }, alice));
        Assert.Equal("permissions", await EscalationAsync(app, new { name = "x", permissions = new[] { ForAll } }, alice));
        Assert.Equal("scopes", await EscalationAsync(app, new { name = "x", scopes = new[] { "orders" } }, alice));
        Assert.Equal("owner", await EscalationAsync(app, new { name = "x", owner = "admin" }, alice));
        Assert.Equal("plan", await EscalationAsync(app, new { name = "x", plan = "gold" }, alice));

        // Not even whoever manages all keys; but for owners, tenants and plans.
        var admin = Bearer(app, "admin", "north", Manage, ForAll);
        Assert.Equal("permissions", await EscalationAsync(app, new { name = "x", permissions = new[] { "orders.write" } }, admin));
        var made = await (await app.SendAsync(HttpMethod.Post, "/api-keys", new { name = "x", owner = "job", tenant = "south", plan = "gold" }, admin)).JsonAsync(201);
        Assert.Equal($"job|{made.GetProperty("key").GetProperty("id").GetString()}|south||", await app.MeAsync(made.GetProperty("secret").GetString()!));
    }

    [Fact]
    public async Task What_is_denied_to_a_caller_comes_in_no_key()
    {
        await using var app = await StartAsync(new() { ["Authorization:DeniedPermissionClaimType"] = "denied", ["Authorization:AllowWildcardsInClaims"] = "true" });
        var alice = ("Authorization", "Bearer " + new TestTokens(app.Time).Mint("alice", payload =>
        {
            payload["tenant"] = "north";
            payload["permissions"] = new[] { Manage, "orders.*" };
            payload["denied"] = new[] { "orders.refund" };
        }));

        Assert.Equal("permissions", await EscalationAsync(app, new { name = "x", permissions = new[] { "orders.refund" } }, alice));
        Assert.Equal("permissions", await EscalationAsync(app, new { name = "x", permissions = new[] { "orders.*" } }, alice));
        Assert.Equal("permissions", await EscalationAsync(app, new { name = "x", permissions = new[] { "*" } }, alice));
        await (await app.SendAsync(HttpMethod.Post, "/api-keys", new { name = "x", permissions = new[] { "orders.write" } }, alice)).JsonAsync(201);
    }

    [Fact]
    public async Task Where_scopes_are_permissions_those_that_are_denied_come_in_no_key()
    {
        await using var app = await StartAsync(new()
        {
            ["Authorization:PermissionClaimType"] = "scope",
            ["Authorization:Roles:clerk:Denied:0"] = "orders.refund",
        });
        var alice = ("Authorization", "Bearer " + new TestTokens(app.Time).Mint("alice", payload =>
        {
            payload["tenant"] = "north";
            payload["scope"] = $"{Manage} orders.refund orders.read";
            payload["roles"] = new[] { "clerk" };
        }));

        Assert.Equal("scopes", await EscalationAsync(app, new { name = "x", scopes = new[] { "orders.refund" } }, alice));
        await (await app.SendAsync(HttpMethod.Post, "/api-keys", new { name = "x", scopes = new[] { "orders.read" } }, alice)).JsonAsync(201);
    }

    [Fact]
    public async Task Nobody_gets_more_by_rotating_a_key_that_others_made()
    {
        await using var app = await StartAsync();
        var strong = (await app.IssueAsync(key => key with { Owner = "alice", Tenant = "north", Permissions = ["orders.write"] })).Key.Id;
        var others = (await app.IssueAsync(key => key with { Owner = "bob", Tenant = "north" })).Key.Id;
        var alice = Bearer(app, "alice", "north", Manage);

        Assert.Equal("key_escalation", Code(await (await app.SendAsync(HttpMethod.Post, $"/api-keys/{strong}/rotate", null, alice)).JsonAsync(403)));
        Assert.Equal("key_escalation", Code(await (await app.SendAsync(HttpMethod.Post, $"/api-keys/{others}/rotate", null, alice)).JsonAsync(403)));
        // To take one back gives nobody anything.
        await (await app.SendAsync(HttpMethod.Post, $"/api-keys/{others}/revoke", null, alice)).JsonAsync(200);
    }

    [Fact]
    public async Task A_key_makes_no_key_that_outlives_it_or_may_be_used_from_elsewhere()
    {
        await using var app = await StartAsync();
        var end = app.Time.GetUtcNow().AddDays(1);
        var own = await app.IssueAsync(key => key with { Owner = "job", Tenant = "north", Permissions = [Manage], Expires = end });
        var header = ("X-Api-Key", own.Text);

        Assert.Equal("expires", await EscalationAsync(app, new { name = "x" }, header));
        Assert.Equal("expires", await EscalationAsync(app, new { name = "x", expires = end.AddSeconds(1) }, header));
        await (await app.SendAsync(HttpMethod.Post, "/api-keys", new { name = "x", expires = end }, header)).JsonAsync(201);
    }

    [Fact]
    public async Task A_secret_that_was_replaced_makes_nothing_that_outlives_it()
    {
        await using var app = await StartAsync();
        var old = await app.IssueAsync(key => key with { Owner = "job", Tenant = "north", Permissions = [Manage] });
        await app.Keys().RotateAsync(old.Key.Id, TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
        var ends = app.Time.GetUtcNow().AddHours(1);
        var header = ("X-Api-Key", old.Text);

        Assert.Equal("expires", await EscalationAsync(app, new { name = "x" }, header));
        Assert.Equal("expires", await EscalationAsync(app, new { name = "x", expires = ends.AddSeconds(1) }, header));
        await (await app.SendAsync(HttpMethod.Post, "/api-keys", new { name = "x", expires = ends }, header)).JsonAsync(201);
        // Who rotates a key gets its secret.
        Assert.Equal("key_escalation", Code(await (await app.SendAsync(HttpMethod.Post, $"/api-keys/{old.Key.Id}/rotate", null, header)).JsonAsync(403)));
    }

    [Fact]
    public async Task Where_permissions_are_scopes_one_that_a_role_gives_comes_in_no_key()
    {
        await using var app = await StartAsync(new()
        {
            ["Authorization:PermissionClaimType"] = "scope",
            ["Authorization:Roles:clerk:Permissions:0"] = "orders.refund",
        });
        var alice = ("Authorization", "Bearer " + new TestTokens(app.Time).Mint("alice", payload =>
        {
            payload["tenant"] = "north";
            payload["scope"] = $"{Manage} orders.read";
            payload["roles"] = new[] { "clerk" };
        }));

        Assert.Equal("permissions", await EscalationAsync(app, new { name = "x", permissions = new[] { "orders.refund" } }, alice));
        await (await app.SendAsync(HttpMethod.Post, "/api-keys", new { name = "x", permissions = new[] { "orders.read" } }, alice)).JsonAsync(201);
    }

    [Theory]
    [InlineData("192.0.2.0/24", null, false)]
    [InlineData("192.0.2.0/24", "192.0.2.0/24", true)]
    [InlineData("192.0.2.0/24", "192.0.2.128/25", true)]
    [InlineData("192.0.2.0/24", "192.0.2.9", true)]
    [InlineData("192.0.2.0/24", "192.0.0.0/16", false)]
    [InlineData("192.0.2.0/24", "198.51.100.0/24", false)]
    [InlineData("192.0.2.0/24", "::ffff:192.0.2.9", true)]
    [InlineData("192.0.2.0/24", "::/0", false)]
    public async Task A_key_makes_keys_for_its_own_networks_only(string own, string? network, bool isMade)
    {
        await using var app = await StartAsync(services: builder => builder.Services.AddSingleton<Microsoft.AspNetCore.Hosting.IStartupFilter>(new CallsFrom(() => System.Net.IPAddress.Parse("192.0.2.7"))));
        var key = await app.IssueAsync(key => key with { Owner = "job", Tenant = "north", Permissions = [Manage], AllowedNetworks = [own] });
        var header = ("X-Api-Key", key.Text);
        var wanted = new { name = "x", allowedNetworks = network is null ? [] : new[] { network } };

        if (isMade)
        {
            await (await app.SendAsync(HttpMethod.Post, "/api-keys", wanted, header)).JsonAsync(201);
        }
        else
        {
            Assert.Equal("allowedNetworks", await EscalationAsync(app, wanted, header));
        }
    }

    [Fact]
    public async Task Where_the_address_has_other_letters_the_way_to_the_new_key_is_still_one()
    {
        await using var app = await StartAsync(map: app => app.MapApiKeys("/schlüssel"));

        using var made = await app.SendAsync(HttpMethod.Post, "/schl%C3%BCssel", new { name = "x" }, Bearer(app, "alice", "north", Manage));
        var id = (await made.JsonAsync(201)).GetProperty("key").GetProperty("id").GetString();

        Assert.Equal($"/schl%C3%BCssel/{id}", made.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_page_is_full_also_where_keys_of_the_configuration_stand_before_stored_ones()
    {
        var store = new MemoryKeyStore();
        await using var app = await KeyApp.StartAsync(store, settings: ApiKeyTests.Configured(GeneratedApiKey.Generate("a0000000")), withJwt: true, map: app => app.MapApiKeys("/api-keys"));
        foreach (var id in new[] { "a0000000", "a0000001", "a0000002", "a0000003" })
        {
            await store.AddAsync(new ApiKeyRecord { Hash = new byte[32], Key = new ApiKey { Id = id, Name = id, Owner = "job", Tenant = "north" } }, TestContext.Current.CancellationToken);
        }

        var page = await app.Keys().ListAsync(new ApiKeyQuery { AllTenants = true, Owner = "job", Limit = 2 }, TestContext.Current.CancellationToken);

        Assert.Equal(["a0000001", "a0000002"], page.Select(key => key.Id));
    }

    [Theory]
    [InlineData("""{ "name": "" }""")]
    [InlineData("""{ "name": "x", "allowedNetworks": [ "10.0.0.1/8" ] }""")]
    [InlineData("""{ "name": "x", "scopes": [ "a b" ] }""")]
    [InlineData("""{ "name": "x", "expires": "2020-01-01T00:00:00Z" }""")]
    [InlineData("""{ "name": "x", "isConfigured": true }""")]
    [InlineData("""{ "name": "a\u0000b" }""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("""{ "name": "x", "permissions": [ null ] }""")]
    public async Task What_is_sent_has_a_form(string json)
    {
        await using var app = await StartAsync();

        using var response = await app.SendAsync(HttpMethod.Post, "/api-keys", JsonDocument.Parse(json).RootElement, Bearer(app, "alice", "north", Manage));
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Empty(((MemoryKeyStore)app.App.Services.GetRequiredService<IApiKeyStore>()).Keys);
    }

    [Fact]
    public async Task Lists_come_in_pages()
    {
        await using var app = await StartAsync(new() { ["RateLimiting:DisabledReason"] = "many requests" });
        var alice = Bearer(app, "alice", "north", Manage);
        for (var count = 0; count < 7; count++)
        {
            await app.IssueAsync(key => key with { Tenant = "north", Owner = count < 5 ? "alice" : "bob" });
            await app.IssueAsync(key => key with { Tenant = "south" });
        }

        var ids = new List<string>();
        for (var next = string.Empty; next is not null;)
        {
            var page = await (await app.SendAsync($"/api-keys?limit=3{(next.Length == 0 ? string.Empty : $"&after={next}")}", alice)).JsonAsync(200);
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(7, ids.Distinct().Count());
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(2, (await (await app.SendAsync("/api-keys?owner=bob", alice)).JsonAsync(200)).GetProperty("items").GetArrayLength());
        await (await app.SendAsync("/api-keys?limit=0", alice)).JsonAsync(400);
        await (await app.SendAsync("/api-keys?limit=201", alice)).JsonAsync(400);
        await (await app.SendAsync("/api-keys?limit=x", alice)).JsonAsync(400);
    }

    [Fact]
    public async Task A_store_that_fails_is_told_as_such()
    {
        await using var app = await StartAsync();
        ((MemoryKeyStore)app.App.Services.GetRequiredService<IApiKeyStore>()).Fault = new TimeoutException("Password=secret");

        using var response = await app.SendAsync("/api-keys", Bearer(app, "alice", "north", Manage));
        var problem = await response.JsonAsync(503);
        Assert.Equal("store_unavailable", Code(problem));
        Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_gives_up_by_itself_is_told_as_such()
    {
        await using var app = await StartAsync();
        ((MemoryKeyStore)app.App.Services.GetRequiredService<IApiKeyStore>()).Fault = new TaskCanceledException("A command timed out.");

        using var response = await app.SendAsync("/api-keys", Bearer(app, "alice", "north", Manage));

        Assert.Equal("store_unavailable", Code(await response.JsonAsync(503)));
    }

    [Fact]
    public async Task Without_a_store_there_is_nothing_to_map()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => KeyApp.StartAsync(settings: ApiKeyTests.Configured(GeneratedApiKey.Generate()), map: app => app.MapApiKeys()));

        Assert.Contains("UseSqlite", failure.Message, StringComparison.Ordinal);
    }

    private static Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null, Action<WebApplication>? map = null, Action<WebApplicationBuilder>? services = null) => KeyApp.StartAsync(
        new MemoryKeyStore(),
        settings,
        services,
        withJwt: true,
        map: app =>
        {
            app.MapApiKeys("/api-keys");
            map?.Invoke(app);
        });

    private static (string Name, string Value) Bearer(TestApp app, string subject, string tenant, params string[] permissions) =>
        ("Authorization", "Bearer " + new TestTokens(app.Time).MintFor(subject, tenant, permissions));

    private static string? Code(JsonElement problem) => problem.GetProperty("code").GetString();

    private static async Task<string?> EscalationAsync(TestApp app, object body, (string Name, string Value) caller)
    {
        var problem = await (await app.SendAsync(HttpMethod.Post, "/api-keys", body, caller)).JsonAsync(403);
        Assert.Equal("key_escalation", Code(problem));
        return problem.GetProperty("member").GetString();
    }
}
