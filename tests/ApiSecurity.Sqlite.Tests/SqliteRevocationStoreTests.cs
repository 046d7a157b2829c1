using System.Net;
using ApiSecurity.Authentication;
using ApiSecurity.Tests;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace ApiSecurity.Sqlite.Tests;

public sealed class SqliteRevocationStoreTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, 123, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_revocation_comes_back_as_it_went_in()
    {
        using var file = new TempFile();
        await Open(file).AddAsync(Subject("o'brien \"ü\"") with { Issuer = "https://id", IssuedBefore = Now, Ends = Now.AddHours(1) }, Cancellation);
        await Open(file).AddAsync(Subject("bob") with { Ends = Now.AddHours(2) }, Cancellation);

        var changes = await ReadAsync(Open(file), 0);
        Assert.Equal([1, 2], changes.Select(change => change.Version));
        var (first, second) = (changes[0].Revocation, changes[1].Revocation);
        Assert.Equal((RevocationKind.Subject, "o'brien \"ü\"", "https://id", Now), (first.Kind, first.Value, first.Issuer, first.IssuedBefore));
        Assert.InRange(first.Ends!.Value, Now.AddHours(1), Now.AddHours(1).AddMilliseconds(1));
        Assert.Equal(("bob", null, null), (second.Value, second.Issuer, second.IssuedBefore));
        Assert.Equal(2, await Open(file).GetVersionAsync(Cancellation));
        Assert.Single(await ReadAsync(Open(file), 1));
    }

    [Fact]
    public async Task The_wider_of_two_counts()
    {
        using var file = new TempFile();
        var store = Open(file);
        await store.AddAsync(Subject("a") with { IssuedBefore = Now, Ends = Now.AddHours(1) }, Cancellation);
        await store.AddAsync(Subject("a") with { IssuedBefore = Now.AddHours(-1), Ends = Now.AddHours(3) }, Cancellation);
        var both = Assert.Single(await ReadAsync(store, 0)).Revocation;
        Assert.Equal(Now, both.IssuedBefore);
        Assert.InRange(both.Ends!.Value, Now.AddHours(3), Now.AddHours(3).AddMilliseconds(1));

        await store.AddAsync(Subject("a") with { Ends = Now.AddHours(1) }, Cancellation);
        await store.AddAsync(Subject("a") with { IssuedBefore = Now, Ends = Now.AddHours(1) }, Cancellation);
        Assert.Null(Assert.Single(await ReadAsync(store, 0)).Revocation.IssuedBefore);
    }

    [Fact]
    public async Task A_removal_is_a_change_and_what_is_revoked_after_it_is_revoked_anew()
    {
        using var file = new TempFile();
        var store = Open(file);
        await store.AddAsync(Subject("a") with { Ends = Now.AddHours(3) }, Cancellation);
        await store.RemoveAsync(Subject("a"), Cancellation);
        Assert.True(Assert.Single(await ReadAsync(store, 1)).IsRemoved);

        await store.AddAsync(Subject("a") with { IssuedBefore = Now, Ends = Now.AddHours(1) }, Cancellation);
        var again = Assert.Single(await ReadAsync(store, 2));
        Assert.False(again.IsRemoved);
        Assert.Equal(Now, again.Revocation.IssuedBefore);
    }

    [Fact]
    public async Task What_ended_more_than_an_hour_ago_is_forgotten()
    {
        using var file = new TempFile();
        var store = Open(file);
        await store.AddAsync(Subject("a") with { Ends = Now.AddHours(1) }, Cancellation);
        _time.Advance(TimeSpan.FromMinutes(119));
        await store.AddAsync(Subject("b") with { Ends = Now.AddHours(9) }, Cancellation);
        Assert.Equal(2, (await ReadAsync(store, 0)).Count);

        _time.Advance(TimeSpan.FromMinutes(2));
        await store.AddAsync(Subject("c") with { Ends = Now.AddHours(9) }, Cancellation);
        Assert.Equal(["b", "c"], (await ReadAsync(store, 0)).Select(change => change.Revocation.Value));
    }

    [Fact]
    public async Task Versions_become_visible_in_their_order()
    {
        using var file = new TempFile();
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            var store = Open(file);
            for (var number = 0; number < 25; number++)
            {
                await store.AddAsync(Subject($"{writer}-{number}") with { Ends = Now.AddHours(1) }, Cancellation);
            }
        })).ToArray();

        // A reader that never looks back must have seen everything in the end.
        var seen = new List<long>();
        var all = Task.WhenAll(writers);
        var reader = Open(file);
        bool isOver;
        do
        {
            isOver = all.IsCompleted;
            seen.AddRange((await ReadAsync(reader, seen.LastOrDefault())).Select(change => change.Version));
        }
        while (!isOver);
        await all;

        Assert.Equal(Enumerable.Range(1, 100).Select(version => (long)version), seen);
    }

    [Fact]
    public async Task Revocations_outlive_the_application_and_reach_other_processes()
    {
        using var file = new TempFile();
        await using (var here = await StartAsync(file))
        await using (var there = await StartAsync(file))
        {
            await Public(here).RevokeAsync(Subject("alice"), Cancellation);
            Assert.True(await IsRevokedAsync(here, "alice"));
            Assert.False(await IsRevokedAsync(there, "alice"));
            there.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.True(await IsRevokedAsync(there, "alice"));

            await Public(there).RevokeAsync(Subject("bob"), Cancellation);
            await Public(there).RestoreAsync(Subject("bob"), Cancellation);
        }

        await using var again = await StartAsync(file);
        Assert.True(await IsRevokedAsync(again, "alice"));
        Assert.False(await IsRevokedAsync(again, "bob"));
    }

    [Fact]
    public async Task A_file_that_is_gone_is_an_exception_to_who_revokes_and_leaves_the_rest_in_effect()
    {
        using var file = new TempFile();
        await using var app = await StartAsync(file);
        await Public(app).RevokeAsync(Subject("alice"), Cancellation);
        SqliteConnection.ClearAllPools();
        File.Delete(file.Path);
        File.Delete($"{file.Path}-wal");
        File.Delete($"{file.Path}-shm");
        Directory.CreateDirectory(file.Path);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Public(app).RevokeAsync(Subject("bob"), Cancellation).AsTask());
        app.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(await IsRevokedAsync(app, "alice"));
        Assert.True(await IsRevokedAsync(app, "bob"));
        Assert.False(await IsRevokedAsync(app, "carol"));
    }

    [Fact]
    public async Task A_file_that_cannot_be_made_stops_the_start()
    {
        using var file = new TempFile();
        Directory.CreateDirectory(file.Path);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(file));
        Assert.Contains("can't be used as a database", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":memory:")]
    [InlineData("Data Source=keys.db")]
    public void Only_a_file_will_do(string path) =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddApiSecurity().AddSqliteRevocations(path));

    private static Given Subject(string value) => new(value);

    private static ITokenRevocations Public(TestApp app) => app.App.Services.GetRequiredService<ITokenRevocations>();

    private static async Task<bool> IsRevokedAsync(TestApp app, string subject)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/me");
        request.Headers.Authorization = new("Bearer", new TestTokens(app.Time).Mint(subject));
        using var response = await app.CreateClient().SendAsync(request, Cancellation);
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Unauthorized, response.StatusCode.ToString());
        return response.StatusCode == HttpStatusCode.Unauthorized;
    }

    private static Task<TestApp> StartAsync(TempFile file) => TestApp.StartAsync(
        app => app.MapGet("/me", () => "me"),
        services: builder =>
        {
            builder.Services.AddApiSecurity().AddJwt().AddSqliteRevocations(file.Path);
            TestTokens.Trust(builder.Services);
        });

    private static async Task<List<RevocationChange>> ReadAsync(SqliteRevocationStore store, long version)
    {
        var changes = new List<RevocationChange>();
        await foreach (var change in store.ReadChangesAsync(version, Cancellation))
        {
            changes.Add(change);
        }

        return changes;
    }

    private SqliteRevocationStore Open(TempFile file) => new(new SqliteDatabase(file.Path), _time);

    private sealed record Given(string Value)
    {
        public string? Issuer { get; init; }

        public DateTimeOffset? IssuedBefore { get; init; }

        public DateTimeOffset? Ends { get; init; }

        public static implicit operator TokenRevocation(Given given) =>
            new(RevocationKind.Subject, given.Value) { Issuer = given.Issuer, IssuedBefore = given.IssuedBefore, Ends = given.Ends };
    }
}
