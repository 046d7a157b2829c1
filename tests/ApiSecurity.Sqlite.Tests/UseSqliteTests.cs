using ApiSecurity.Authentication;
using Microsoft.Data.Sqlite;

namespace ApiSecurity.Sqlite.Tests;

public sealed class UseSqliteTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_outlive_the_application()
    {
        using var file = new TempFile();
        string text;
        await using (var app = await KeysApp.StartAsync(file.Path))
        {
            text = (await app.Keys().CreateAsync(new NewApiKey { Name = "export", Owner = "job" }, Cancellation)).Text;
            Assert.Equal(200, await app.StatusAsync(text));
        }

        await using var again = await KeysApp.StartAsync(file.Path);
        Assert.Equal(200, await again.StatusAsync(text));
    }

    [Fact]
    public async Task A_key_revoked_by_another_process_ends_within_a_second()
    {
        using var file = new TempFile();
        await using var here = await KeysApp.StartAsync(file.Path);
        await using var there = await KeysApp.StartAsync(file.Path);
        var issued = await here.Keys().CreateAsync(new NewApiKey { Name = "export", Owner = "job" }, Cancellation);
        Assert.Equal(200, await there.StatusAsync(issued.Text));

        await here.Keys().RevokeAsync(issued.Key.Id, cancellationToken: Cancellation);
        Assert.Equal(401, await here.StatusAsync(issued.Text));
        there.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, await there.StatusAsync(issued.Text));
    }

    [Fact]
    public async Task Rotations_and_revocations_from_many_sides_leave_one_good_state()
    {
        using var file = new TempFile();
        await using var here = await KeysApp.StartAsync(file.Path);
        await using var there = await KeysApp.StartAsync(file.Path);
        var issued = await here.Keys().CreateAsync(new NewApiKey { Name = "export", Owner = "job" }, Cancellation);

        var rotated = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => Task.Run(async () =>
            await (number % 2 == 0 ? here : there).Keys().RotateAsync(issued.Key.Id, TimeSpan.Zero, Cancellation))));

        // Whoever came last has the one that is good.
        var statuses = new List<int>();
        foreach (var one in rotated)
        {
            statuses.Add(await here.StatusAsync(one!.Text));
        }

        Assert.Single(statuses, 200);
        // Who goes on trying is made to wait.
        Assert.Equal(9, statuses.Count(status => status is 401 or 429));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_stops_the_start()
    {
        using var file = new TempFile();
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => KeysApp.StartAsync(Path.Combine(Path.GetDirectoryName(file.Path)!, "none", "keys.db")));

        Assert.Contains("Give a file in a folder that is there", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_stops_the_start()
    {
        using var file = new TempFile();
        await File.WriteAllTextAsync(file.Path, new string('x', 5000), Cancellation);

        await Assert.ThrowsAsync<InvalidOperationException>(() => KeysApp.StartAsync(file.Path));
    }

    [Fact]
    public async Task A_file_that_breaks_later_lets_nobody_in()
    {
        using var file = new TempFile();
        await using var app = await KeysApp.StartAsync(file.Path);
        var issued = await app.Keys().CreateAsync(new NewApiKey { Name = "export", Owner = "job" }, Cancellation);
        using (var connection = new SqliteDatabase(file.Path).Open())
        {
            SqliteDatabase.Execute(connection, "DROP TABLE apisecurity_api_keys;");
        }

        SqliteConnection.ClearAllPools();
        Assert.Equal(503, await app.StatusAsync(issued.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":memory:")]
    [InlineData("file:keys.db?mode=memory")]
    [InlineData("Data Source=keys.db")]
    public void What_is_no_file_is_refused(string path) =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddApiSecurity().AddApiKeys(keys => keys.UseSqlite(path)));
}
