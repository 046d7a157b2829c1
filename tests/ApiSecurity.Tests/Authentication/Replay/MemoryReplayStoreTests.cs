using System.Collections.Concurrent;
using System.Text;
using ApiSecurity.Authentication;
using FsCheck.Xunit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ApiSecurity.Tests.Authentication.Replay;

public sealed class MemoryReplayStoreTests
{
    private const string Purpose = "test";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private DateTimeOffset In(double seconds) => _time.GetUtcNow().AddSeconds(seconds);

    [Fact]
    public async Task An_id_can_be_used_once()
    {
        var store = new MemoryReplayStore(1024, _time);
        Assert.True(await UseAsync(store, "a"));
        Assert.False(await UseAsync(store, "a"));
        Assert.True(await UseAsync(store, "b"));
    }

    [Fact]
    public void The_last_moment_belongs_to_the_time()
    {
        var store = new MemoryReplayStore(1024, _time);
        var end = In(60);
        Assert.Equal(ReplayAnswer.First, store.Use(Purpose, "a"u8, end));
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(ReplayAnswer.Again, store.Use(Purpose, "a"u8, end));
    }

    [Fact]
    public void An_id_whose_time_is_over_is_not_taken_for_a_first_use()
    {
        var store = new MemoryReplayStore(1024, _time);
        Assert.Equal(ReplayAnswer.Again, store.Use(Purpose, "a"u8, In(-1)));
    }

    [Fact]
    public void A_clock_that_is_set_back_makes_nothing_new_again()
    {
        var time = new ManualTime();
        var store = new MemoryReplayStore(1024, time, shards: 1);
        var end = time.Now.AddSeconds(60);
        Assert.Equal(ReplayAnswer.First, store.Use(Purpose, "a"u8, end));
        time.Now = time.Now.AddSeconds(61);
        Assert.Equal(ReplayAnswer.First, store.Use(Purpose, "b"u8, time.Now.AddSeconds(60)));
        time.Now = time.Now.AddSeconds(-61);
        Assert.Equal(ReplayAnswer.Again, store.Use(Purpose, "a"u8, end));
    }

    [Fact]
    public void Purposes_and_ids_can_not_be_cut_differently()
    {
        var store = new MemoryReplayStore(1024, _time);
        Assert.Equal(ReplayAnswer.First, store.Use("ab", "c"u8, In(60)));
        Assert.Equal(ReplayAnswer.First, store.Use("a", "bc"u8, In(60)));
        Assert.Equal(ReplayAnswer.First, store.Use("", "abc"u8, In(60)));
        Assert.Equal(ReplayAnswer.First, store.Use("abc", ""u8, In(60)));
    }

    [Fact]
    public async Task A_full_store_forgets_nothing_early_and_lets_nothing_in()
    {
        var store = new MemoryReplayStore(16, _time, shards: 1);
        for (var index = 0; index < 16; index++)
        {
            Assert.Equal(ReplayAnswer.First, store.Use(Purpose, [(byte)index], In(60)));
        }

        Assert.Equal(ReplayAnswer.Unknown, store.Use(Purpose, [99], In(60)));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await UseAsync(store, "another"));
        for (var index = 0; index < 16; index++)
        {
            Assert.Equal(ReplayAnswer.Again, store.Use(Purpose, [(byte)index], In(60)));
        }

        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(ReplayAnswer.First, store.Use(Purpose, [99], In(60)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(400)]
    [InlineData(100_000)]
    public void Ids_of_any_length_differ_by_each_byte(int length)
    {
        var store = new MemoryReplayStore(1024, _time);
        var id = new byte[length + 1];
        Assert.Equal(ReplayAnswer.First, store.Use(Purpose, id, In(60)));
        id[^1] = 1;
        Assert.Equal(ReplayAnswer.First, store.Use(Purpose, id, In(60)));
        Assert.Equal(ReplayAnswer.Again, store.Use(Purpose, id, In(60)));
    }

    [Fact]
    public void Of_many_at_the_same_time_one_is_first()
    {
        var store = new MemoryReplayStore(4096, _time);
        var firsts = new ConcurrentBag<int>();
        Parallel.For(0, 8 * 500, index =>
        {
            if (store.Use(Purpose, BitConverter.GetBytes(index % 500), In(60)) == ReplayAnswer.First)
            {
                firsts.Add(index % 500);
            }
        });

        Assert.Equal(Enumerable.Range(0, 500), firsts.Order());
    }

    /// <summary>Any uses by any times: never twice while the first use's time lasts.</summary>
    [Property(MaxTest = 300)]
    public void Nothing_is_used_twice_within_its_time((byte Id, byte Lifetime, byte Gap)[] uses)
    {
        var time = new ManualTime();
        var store = new MemoryReplayStore(8, time, shards: 2);
        var until = new Dictionary<byte, DateTimeOffset>();
        foreach (var (id, lifetime, gap) in uses)
        {
            time.Now = time.Now.AddSeconds(gap % 7);
            var isLive = until.TryGetValue((byte)(id % 16), out var end) && end >= time.Now;
            var answer = store.Use(Purpose, [(byte)(id % 16)], time.Now.AddSeconds(lifetime % 20));
            if (isLive)
            {
                Assert.Equal(ReplayAnswer.Again, answer);
            }
            else if (answer == ReplayAnswer.First)
            {
                until[(byte)(id % 16)] = time.Now.AddSeconds(lifetime % 20);
            }
        }
    }

    [Fact]
    public void A_use_allocates_nothing_once_there_is_room()
    {
        var store = new MemoryReplayStore(1_000_000, _time);
        var id = 0;
        Assert.Equal(0, Allocations.Of(() => store.Use(Purpose, BitConverter.IsLittleEndian ? [(byte)id++] : [], In(60))));
    }

    [Fact]
    public async Task A_store_that_fails_answers_that_nobody_knows()
    {
        var guard = new ReplayGuard(new FailingStore(), NullLogger<ReplayGuard>.Instance);
        Assert.Equal(ReplayAnswer.Unknown, await guard.UseAsync(Purpose, new byte[1], In(60), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_application_can_bring_its_own_store()
    {
        var own = new FailingStore();
        await using var app = await TestApp.StartAsync(services: builder => builder.Services.AddSingleton<IReplayStore>(own));
        Assert.Same(own, app.App.Services.GetRequiredService<IReplayStore>());
    }

    [Fact]
    public async Task The_capacity_is_that_of_the_options()
    {
        await using var app = await TestApp.StartAsync(settings: new() { ["ProofOfPossession:ReplayCapacity"] = "1024" });
        var store = Assert.IsType<MemoryReplayStore>(app.App.Services.GetRequiredService<IReplayStore>());
        var answers = Enumerable.Range(0, 5000).Select(index => store.Use(Purpose, BitConverter.GetBytes(index), app.Time.GetUtcNow().AddSeconds(60))).ToArray();
        Assert.Equal(1024, answers.Count(answer => answer == ReplayAnswer.First));
        Assert.Equal(5000 - 1024, answers.Count(answer => answer == ReplayAnswer.Unknown));
    }

    private ValueTask<bool> UseAsync(MemoryReplayStore store, string id) =>
        store.TryUseAsync(Purpose, Encoding.UTF8.GetBytes(id), In(60), TestContext.Current.CancellationToken);

    private sealed class FailingStore : IReplayStore
    {
        public ValueTask<bool> TryUseAsync(string purpose, ReadOnlyMemory<byte> id, DateTimeOffset expires, CancellationToken cancellationToken) =>
            throw new TimeoutException("The store is away.");
    }

    private sealed class ManualTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
