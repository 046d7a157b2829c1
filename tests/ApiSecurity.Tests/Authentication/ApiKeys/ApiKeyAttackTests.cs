using System.Net;
using ApiSecurity.Authentication;

namespace ApiSecurity.Tests.Authentication;

public sealed class ApiKeyAttackTests
{
    [Theory]
    [InlineData("x")]
    [InlineData("apk_")]
    [InlineData("apk_0000_0")]
    [InlineData("' OR 1=1 --")]
    [InlineData("apk_' OR '1'='1_0000000000000000000000000000000000000000000000000")]
    public async Task What_has_not_the_form_of_a_key_costs_no_look_up(string text)
    {
        var store = new MemoryKeyStore();
        await using var app = await KeyApp.StartAsync(store);

        await app.AssertKeyRefusedAsync("key_malformed", "/me", ("X-Api-Key", text));
        Assert.Equal(0, store.Finds);
    }

    [Fact]
    public async Task A_very_long_key_costs_no_look_up()
    {
        var store = new MemoryKeyStore();
        await using var app = await KeyApp.StartAsync(store);

        await app.AssertKeyRefusedAsync("key_malformed", "/me", ("X-Api-Key", "apk_" + new string('a', 16_000)));
        Assert.Equal(0, store.Finds);
    }

    [Fact]
    public async Task A_forged_checksum_gets_as_far_as_the_hash()
    {
        var store = new MemoryKeyStore();
        await using var app = await KeyApp.StartAsync(store);
        var key = await app.IssueAsync();

        // The id of a real key, a secret of the attacker's own and a right checksum.
        await app.AssertKeyRefusedAsync("key_unknown", "/me", ("X-Api-Key", GeneratedApiKey.Generate(key.Key.Id).Text));
        await app.AssertKeyRefusedAsync("key_unknown", "/me", ("X-Api-Key", GeneratedApiKey.Generate().Text));
        Assert.Equal(2, store.Finds);
    }

    [Fact]
    public async Task A_secret_is_good_for_its_own_id_only()
    {
        await using var app = await KeyApp.StartAsync(new MemoryKeyStore());
        var one = await app.IssueAsync();
        var other = await app.IssueAsync(key => key with { Owner = "admin", Permissions = ["orders.write"] });
        ApiKeyText.TryParse(one.Text, "apk", out _, out var secret);
        var crossed = ApiKeyText.Join("apk", other.Key.Id, secret.ToString());

        await app.AssertKeyRefusedAsync("key_unknown", "/me", ("X-Api-Key", crossed));
    }

    [Fact]
    public async Task A_stored_hash_is_of_no_use_beside_another_id()
    {
        var store = new MemoryKeyStore();
        await using var app = await KeyApp.StartAsync(store);
        var mine = await app.IssueAsync();
        var theirs = await app.IssueAsync(key => key with { Owner = "admin" });
        // Whoever can write to the store in part copies the hash of a key that they have.
        var record = store.Keys[theirs.Key.Id];
        await store.UpdateAsync(record with { Hash = store.Keys[mine.Key.Id].Hash }, TestContext.Current.CancellationToken);
        ApiKeyText.TryParse(mine.Text, "apk", out _, out var secret);

        await app.AssertKeyRefusedAsync("key_unknown", "/me", ("X-Api-Key", ApiKeyText.Join("apk", theirs.Key.Id, secret.ToString())));
    }

    [Fact]
    public async Task A_store_without_regard_to_case_gives_no_other_key()
    {
        var store = new MemoryKeyStore();
        await using var app = await KeyApp.StartAsync(store);
        var key = await app.IssueAsync();

        await app.AssertKeyRefusedAsync("key_malformed", "/me", ("X-Api-Key", key.Text.Replace(key.Key.Id, key.Key.Id.ToUpperInvariant(), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Keys_in_several_places_are_refused_known_or_not()
    {
        await using var app = await KeyApp.StartAsync(new MemoryKeyStore());
        var one = (await app.IssueAsync()).Text;
        var two = (await app.IssueAsync()).Text;
        await app.MeAsync(one);
        Assert.Equal("export", await (await app.SendAsync("/open", ("Authorization", "ApiKey " + one))).TextAsync());

        await app.AssertKeyRefusedAsync("credential_ambiguous", "/me", ("X-Api-Key", one), ("X-Api-Key", two));
        await app.AssertKeyRefusedAsync("credential_ambiguous", "/me", ("X-Api-Key", one), ("X-Api-Key", one));
        await app.AssertKeyRefusedAsync("credential_ambiguous", "/me", ("X-Api-Key", two), ("Authorization", "ApiKey " + one));
        await app.AssertKeyRefusedAsync("credential_ambiguous", "/me", ("X-Api-Key", one), ("Authorization", "Bearer " + one));
        await app.AssertKeyRefusedAsync("key_malformed", "/me", ("X-Api-Key", one + "," + two));
    }

    [Fact]
    public async Task A_key_in_the_address_is_refused_and_told_even_beside_a_good_one()
    {
        await using var app = await KeyApp.StartAsync(new MemoryKeyStore());
        var key = (await app.IssueAsync()).Text;
        await app.MeAsync(key);

        await app.AssertKeyRefusedAsync("key_in_query", $"/me?api_key={key}");
        await app.AssertKeyRefusedAsync("key_in_query", $"/me?a=1&anything={key}", ("X-Api-Key", key));
        Assert.Equal("export", await (await app.GetWithKeyAsync("/open?file=x.apk&other=apk_1", key)).TextAsync());
    }

    [Fact]
    public async Task A_key_in_the_address_is_told_each_time_where_it_is_asked_for()
    {
        await using var app = await KeyApp.StartAsync(new MemoryKeyStore(), new() { ["ApiKeys:QueryParameterName"] = "api_key" });
        var key = await app.IssueAsync();

        for (var round = 0; round < 3; round++)
        {
            Assert.Equal("export", await (await app.SendAsync($"/open?api_key={key.Text}")).TextAsync());
            var told = await app.Events.NextAsync("authn_credential_exposed");
            Assert.Equal(("key_in_query", SecurityEventOutcome.Observed, key.Key.Id), (told.Reason, told.Outcome, told.ObjectId));
        }

        await app.AssertKeyRefusedAsync("credential_ambiguous", $"/me?api_key={key.Text}&api_key={key.Text}");
        await app.AssertKeyRefusedAsync("credential_ambiguous", $"/me?api_key={key.Text}", ("X-Api-Key", key.Text));
        await app.AssertKeyRefusedAsync("key_in_query", $"/me?other={key.Text}");
        await app.AssertKeyRefusedAsync("key_malformed", "/me?api_key=x");
    }

    [Fact]
    public async Task Time_ends_a_key_known_or_not()
    {
        await using var app = await KeyApp.StartAsync(new MemoryKeyStore());
        var key = await app.IssueAsync(key => key with { Expires = app.Time.GetUtcNow().AddSeconds(10) });
        app.Time.Advance(TimeSpan.FromSeconds(9.999));
        await app.MeAsync(key.Text);

        app.Time.Advance(TimeSpan.FromSeconds(0.001));
        await app.AssertKeyRefusedAsync("key_expired", "/me", ("X-Api-Key", key.Text));
    }

    [Fact]
    public async Task After_a_rotation_the_old_secret_goes_on_until_its_overlap_ends()
    {
        await using var app = await KeyApp.StartAsync(new MemoryKeyStore());
        var old = await app.IssueAsync();
        await app.MeAsync(old.Text);
        var rotated = await app.Keys().RotateAsync(old.Key.Id, TimeSpan.FromMinutes(10), TestContext.Current.CancellationToken);

        Assert.Equal(old.Key.Id, rotated!.Key.Id);
        await app.MeAsync(rotated.Text);
        await app.MeAsync(old.Text);
        app.Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        await app.MeAsync(old.Text);
        app.Time.Advance(TimeSpan.FromMilliseconds(1));
        await app.AssertKeyRefusedAsync("key_expired", "/me", ("X-Api-Key", old.Text));
        await app.MeAsync(rotated.Text);
    }

    [Fact]
    public async Task A_rotation_without_overlap_and_a_second_one_end_the_old_secret_at_once()
    {
        await using var app = await KeyApp.StartAsync(new MemoryKeyStore());
        var first = await app.IssueAsync();
        var second = await app.Keys().RotateAsync(first.Key.Id, cancellationToken: TestContext.Current.CancellationToken);
        await app.MeAsync(first.Text);
        var third = await app.Keys().RotateAsync(first.Key.Id, cancellationToken: TestContext.Current.CancellationToken);

        await app.AssertKeyRefusedAsync("key_unknown", "/me", ("X-Api-Key", first.Text));
        await app.MeAsync(second!.Text);
        var fourth = await app.Keys().RotateAsync(first.Key.Id, TimeSpan.Zero, TestContext.Current.CancellationToken);
        await app.AssertKeyRefusedAsync("key_unknown", "/me", ("X-Api-Key", third!.Text));
        await app.MeAsync(fourth!.Text);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => app.Keys().RotateAsync(first.Key.Id, TimeSpan.FromTicks(-1), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_revoked_key_ends_at_once_with_both_its_secrets()
    {
        await using var app = await KeyApp.StartAsync(new MemoryKeyStore());
        var old = await app.IssueAsync();
        var rotated = await app.Keys().RotateAsync(old.Key.Id, cancellationToken: TestContext.Current.CancellationToken);
        await app.MeAsync(old.Text);
        await app.MeAsync(rotated!.Text);

        await app.Keys().RevokeAsync(old.Key.Id, cancellationToken: TestContext.Current.CancellationToken);

        await app.AssertKeyRefusedAsync("key_revoked", "/me", ("X-Api-Key", old.Text));
        await app.AssertKeyRefusedAsync("key_revoked", "/me", ("X-Api-Key", rotated.Text));
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => app.Keys().RotateAsync(old.Key.Id, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Whoever_has_not_the_secret_does_not_learn_that_a_key_was_revoked()
    {
        await using var app = await KeyApp.StartAsync(new MemoryKeyStore());
        var key = await app.IssueAsync();
        await app.Keys().RevokeAsync(key.Key.Id, cancellationToken: TestContext.Current.CancellationToken);

        await app.AssertKeyRefusedAsync("key_unknown", "/me", ("X-Api-Key", GeneratedApiKey.Generate(key.Key.Id).Text));
    }

    [Fact]
    public async Task A_key_revoked_elsewhere_ends_within_a_second()
    {
        var store = new MemoryKeyStore();
        await using var here = await KeyApp.StartAsync(store);
        await using var there = await KeyApp.StartAsync(store);
        var key = await here.IssueAsync();
        await there.MeAsync(key.Text);

        await here.Keys().RevokeAsync(key.Key.Id, cancellationToken: TestContext.Current.CancellationToken);
        there.Time.Advance(TimeSpan.FromSeconds(1));

        await there.AssertKeyRefusedAsync("key_revoked", "/me", ("X-Api-Key", key.Text));
    }

    [Fact]
    public async Task No_use_that_begins_after_a_revocation_is_let_through_however_many_there_are()
    {
        await using var app = await KeyApp.StartAsync(new MemoryKeyStore(), new() { ["RateLimiting:DisabledReason"] = "many requests from one address" });
        for (var round = 0; round < 20; round++)
        {
            var key = await app.IssueAsync();
            var revoked = false;
            var users = Enumerable.Range(0, 4).Select(async _ =>
            {
                for (var use = 0; use < 10; use++)
                {
                    var wasRevoked = Volatile.Read(ref revoked);
                    var status = await app.StatusAsync(key.Text);
                    Assert.True(status == 401 || (status == 200 && !wasRevoked), $"{status} after the revocation");
                }
            }).ToArray();
            await app.Keys().RevokeAsync(key.Key.Id, cancellationToken: TestContext.Current.CancellationToken);
            Volatile.Write(ref revoked, true);
            await Task.WhenAll(users);
        }
    }

    [Fact]
    public async Task Of_rotations_and_revocations_at_once_none_is_lost()
    {
        await using var app = await KeyApp.StartAsync(new MemoryKeyStore());
        var key = await app.IssueAsync();
        var rotations = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            try
            {
                return (await app.Keys().RotateAsync(key.Key.Id))?.Text;
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        })).ToArray();
        await app.Keys().RevokeAsync(key.Key.Id, cancellationToken: TestContext.Current.CancellationToken);

        foreach (var text in await Task.WhenAll(rotations))
        {
            Assert.Equal(401, await app.StatusAsync(text ?? key.Text));
        }
    }

    [Theory]
    [InlineData("192.0.2.0/24", "192.0.2.7", true)]
    [InlineData("192.0.2.0/24", "::ffff:192.0.2.7", true)]
    [InlineData("192.0.2.0/24", "192.0.3.7", false)]
    [InlineData("::ffff:192.0.2.0/120", "192.0.2.7", true)]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7", true)]
    [InlineData("2001:db8::/32", "2001:db8:1::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("::/0", "192.0.2.7", false)]
    [InlineData("192.0.2.7", null, false)]
    public async Task A_key_is_good_from_its_networks_only_known_or_not(string network, string? client, bool isGood)
    {
        IPAddress? address = null;
        await using var app = await KeyApp.StartAsync(new MemoryKeyStore(), services: builder => builder.Services.AddSingleton<Microsoft.AspNetCore.Hosting.IStartupFilter>(new CallsFrom(() => address)));
        var key = await app.IssueAsync(key => key with { AllowedNetworks = [network, "198.51.100.1"] });
        address = IPAddress.Parse("198.51.100.1");
        await app.MeAsync(key.Text);

        address = client is null ? null : IPAddress.Parse(client);
        if (isGood)
        {
            await app.MeAsync(key.Text);
        }
        else
        {
            await app.AssertKeyRefusedAsync("key_network", "/me", ("X-Api-Key", key.Text));
        }
    }

    [Fact]
    public async Task A_store_that_fails_is_nobodys_way_in_and_no_500()
    {
        var store = new MemoryKeyStore();
        await using var app = await KeyApp.StartAsync(store);
        var known = (await app.IssueAsync()).Text;
        var unknown = (await app.IssueAsync()).Text;
        await app.MeAsync(known);
        store.Fault = new TimeoutException("Server=db;Password=secret");

        using var response = await app.GetWithKeyAsync("/me", unknown);
        var body = await response.TextAsync();
        Assert.Equal(503, (int)response.StatusCode);
        Assert.Contains("\"code\":\"store_unavailable\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
        Assert.DoesNotContain(app.Logs.GetSnapshot(), record => record.Message.Contains("secret", StringComparison.Ordinal));

        // What is known goes on for a while, and then no longer: nobody could say whether it was revoked.
        await app.MeAsync(known);
        app.Time.Advance(TimeSpan.FromSeconds(29));
        await app.MeAsync(known);
        app.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(503, await app.StatusAsync(known));

        store.Fault = null;
        await app.MeAsync(known);
    }
}
