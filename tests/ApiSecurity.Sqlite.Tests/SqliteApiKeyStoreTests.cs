using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ApiSecurity.Authentication;
using ApiSecurity.Tests;
using Microsoft.Data.Sqlite;

namespace ApiSecurity.Sqlite.Tests;

public sealed class SqliteApiKeyStoreTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, 123, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_comes_back_as_it_went_in()
    {
        using var file = new TempFile();
        var record = Record("whole") with
        {
            PreviousHash = RandomNumberGenerator.GetBytes(32),
            Key = new ApiKey
            {
                Id = "whole",
                Name = "Nightly \"export\"",
                Owner = "o'brien",
                Scopes = ["a", "b"],
                Permissions = ["orders.*"],
                Tenant = "north",
                Plan = "gold",
                AllowedNetworks = ["2001:db8::/32"],
                Created = Now,
                Expires = Now.AddDays(1),
                LastUsed = Now.AddHours(1),
                OverlapEnds = Now.AddHours(2),
                Revoked = Now.AddHours(3),
                RevokedReason = "left",
            },
        };

        Assert.True(await file.Open().AddAsync(record, Cancellation));
        var found = await file.Open().FindAsync("whole", Cancellation);

        Assert.Equal(JsonSerializer.Serialize(record), JsonSerializer.Serialize(found));
    }

    [Fact]
    public async Task What_is_not_there_is_null_and_ids_are_compared_exactly()
    {
        using var file = new TempFile();
        var store = file.Open();
        await store.AddAsync(Record("abcd"), Cancellation);

        Assert.NotNull(await store.FindAsync("abcd", Cancellation));
        Assert.Null(await store.FindAsync("ABCD", Cancellation));
        Assert.Null(await store.FindAsync("abcd ", Cancellation));
        Assert.Null(await store.FindAsync("' OR 1=1 --", Cancellation));
        var found = (await store.FindAsync("abcd", Cancellation))!;
        Assert.Null(found.PreviousHash);
        Assert.Null(found.Key.Tenant);
        Assert.Empty(found.Key.Scopes);
    }

    [Fact]
    public async Task An_id_is_used_once_and_an_update_that_comes_too_late_is_told_so()
    {
        using var file = new TempFile();
        var store = file.Open();
        var record = Record("abcd");
        Assert.True(await store.AddAsync(record, Cancellation));
        Assert.False(await store.AddAsync(record with { Key = record.Key with { Name = "other" } }, Cancellation));

        Assert.True(await store.UpdateAsync(record with { Key = record.Key with { Name = "first" } }, Cancellation));
        Assert.False(await store.UpdateAsync(record with { Key = record.Key with { Name = "second" } }, Cancellation));
        var stored = (await store.FindAsync("abcd", Cancellation))!;
        Assert.Equal(("first", 2), (stored.Key.Name, stored.Version));
        Assert.False(await store.UpdateAsync(Record("none"), Cancellation));
    }

    [Fact]
    public async Task The_version_tells_others_of_changes_and_not_of_uses()
    {
        using var file = new TempFile();
        var here = file.Open();
        var there = file.Open();
        var start = await there.GetVersionAsync(Cancellation);

        await here.AddAsync(Record("abcd"), Cancellation);
        var added = await there.GetVersionAsync(Cancellation);
        await here.UpdateAsync(Record("abcd"), Cancellation);
        var updated = await there.GetVersionAsync(Cancellation);
        await here.SetLastUsedAsync(["abcd", "none"], Now, Cancellation);
        await here.UpdateAsync(Record("abcd"), Cancellation);

        Assert.Equal(3, new[] { start, added, updated }.Distinct().Count());
        Assert.Equal(updated, await there.GetVersionAsync(Cancellation));
    }

    [Fact]
    public async Task A_use_is_never_set_back_and_survives_an_update()
    {
        using var file = new TempFile();
        var store = file.Open();
        await store.AddAsync(Record("abcd"), Cancellation);

        await store.SetLastUsedAsync(["abcd"], Now, Cancellation);
        await store.SetLastUsedAsync(["abcd"], Now.AddHours(-1), Cancellation);
        await store.UpdateAsync(Record("abcd"), Cancellation);

        Assert.Equal(Now, (await store.FindAsync("abcd", Cancellation))!.Key.LastUsed);
    }

    [Fact]
    public async Task Lists_are_by_tenant_and_owner_in_pages()
    {
        using var file = new TempFile();
        var store = file.Open();
        foreach (var (id, tenant, owner) in new[] { ("aaaa", "north", "x"), ("cccc", "north", "y"), ("bbbb", "south", "x"), ("dddd", null, "x"), ("eeee", "north", "x") })
        {
            var record = Record(id);
            await store.AddAsync(record with { Key = record.Key with { Tenant = tenant, Owner = owner } }, Cancellation);
        }

        Assert.Equal("aaaa cccc eeee", await IdsAsync(new ApiKeyQuery { Tenant = "north" }));
        Assert.Equal("dddd", await IdsAsync(new ApiKeyQuery()));
        Assert.Equal("aaaa bbbb cccc dddd eeee", await IdsAsync(new ApiKeyQuery { AllTenants = true }));
        Assert.Equal("aaaa bbbb dddd eeee", await IdsAsync(new ApiKeyQuery { AllTenants = true, Owner = "x" }));
        Assert.Equal("cccc", await IdsAsync(new ApiKeyQuery { Tenant = "north", After = "aaaa", Limit = 1 }));
        Assert.Equal(string.Empty, await IdsAsync(new ApiKeyQuery { Tenant = "north' OR 1=1 --" }));
        Assert.Equal(string.Empty, await IdsAsync(new ApiKeyQuery { Tenant = "north", After = "' OR 1=1 --zzzz", Owner = "%" }));

        async Task<string> IdsAsync(ApiKeyQuery query) => string.Join(' ', (await store.ListAsync(query, Cancellation)).Select(record => record.Key.Id));
    }

    [Fact]
    public async Task Every_string_that_broke_software_before_comes_back_as_it_was()
    {
        var path = Repository.PathOf("..", "shared", "data", "naughty-strings", "blns.json");
        Assert.SkipUnless(File.Exists(path), "The shared test data is not here.");
        var strings = JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync(path, Cancellation))!;
        string[] own = ["'); DROP TABLE apisecurity_api_keys; --", "a\0b", "\"", "%_\\", "$id", "\u202eabc", "👩‍👩‍👧‍👦"];
        using var file = new TempFile();
        var store = file.Open();
        var number = 0;
        foreach (var text in strings.Concat(own))
        {
            var id = $"n{number++:D6}";
            var record = Record(id);
            record = record with { Key = record.Key with { Name = text, Owner = text, Tenant = text, Plan = text, Scopes = [text], Permissions = [text, text], RevokedReason = text } };
            await store.AddAsync(record, Cancellation);

            var key = (await store.FindAsync(id, Cancellation))!.Key;
            Assert.Equal([text, text, text, text, text, text, text, text], [key.Name, key.Owner, key.Tenant, key.Plan, key.RevokedReason, .. key.Scopes, .. key.Permissions]);
            Assert.Contains(await store.ListAsync(new ApiKeyQuery { Tenant = text, Owner = text, Limit = 200 }, Cancellation), found => found.Key.Id == id);
        }

        Assert.InRange(number, 400, 10_000);
    }

    [Fact]
    public async Task Many_writers_and_readers_get_along()
    {
        using var file = new TempFile();
        var stores = Enumerable.Range(0, 4).Select(_ => file.Open()).ToArray();

        await Task.WhenAll(stores.Select((store, writer) => Task.Run(async () =>
        {
            for (var count = 0; count < 25; count++)
            {
                Assert.True(await store.AddAsync(Record($"w{writer}c{count:D3}"), Cancellation));
                Assert.NotNull(await stores[(writer + 1) % stores.Length].FindAsync($"w{writer}c{count:D3}", Cancellation));
            }
        })));

        Assert.Equal(100, (await stores[0].ListAsync(new ApiKeyQuery { AllTenants = true, Limit = 200 }, Cancellation)).Count);
        Assert.Equal(100, await stores[0].GetVersionAsync(Cancellation));
    }

    [Fact]
    public void The_file_is_for_the_applications_user_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has other rights.");
            return;
        }

        using var file = new TempFile();
        file.Open();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.Path));
    }

    [Fact]
    public async Task No_secret_stands_in_the_file()
    {
        using var file = new TempFile();
        await using (var app = await KeysApp.StartAsync(file.Path))
        {
            var issued = await app.Keys().CreateAsync(new NewApiKey { Name = "export", Owner = "job" }, Cancellation);
            SqliteConnection.ClearAllPools();
            foreach (var path in Directory.GetFiles(Path.GetDirectoryName(file.Path)!))
            {
                await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                using var reader = new StreamReader(stream, Encoding.Latin1);
                Assert.DoesNotContain(issued.Text[^49..^6], await reader.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_file_of_a_newer_version_stops_the_start()
    {
        using var file = new TempFile();
        file.Open();
        using (var connection = new SqliteDatabase(file.Path).Open())
        {
            SqliteDatabase.Execute(connection, "UPDATE apisecurity_parts SET version = 99;");
        }

        var failure = Assert.Throws<InvalidOperationException>(file.Open);
        Assert.Contains("newer version", failure.Message, StringComparison.Ordinal);
    }

    internal static ApiKeyRecord Record(string id) => new()
    {
        Key = new ApiKey { Id = id, Name = id, Owner = "owner", Created = Now },
        Hash = RandomNumberGenerator.GetBytes(32),
    };
}
