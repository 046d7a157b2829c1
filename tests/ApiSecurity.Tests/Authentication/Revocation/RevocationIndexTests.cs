using ApiSecurity.Authentication;
using FsCheck.Xunit;

namespace ApiSecurity.Tests.Authentication;

public sealed class RevocationIndexTests
{
    private const int Many = 1_000_000;
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly RevocationIndex _index = new();

    [Theory]
    [InlineData(RevocationKind.Token, "t1", null, true)]
    [InlineData(RevocationKind.Subject, "alice", null, true)]
    [InlineData(RevocationKind.Session, "s1", null, true)]
    [InlineData(RevocationKind.Client, "web", null, true)]
    [InlineData(RevocationKind.Token, "t1", "https://id", true)]
    [InlineData(RevocationKind.Subject, "alice", "https://id", true)]
    [InlineData(RevocationKind.Subject, "alice", "https://other", false)]
    [InlineData(RevocationKind.Subject, "Alice", null, false)]
    [InlineData(RevocationKind.Subject, "t1", null, false)]
    [InlineData(RevocationKind.Token, "alice", null, false)]
    [InlineData(RevocationKind.Client, "s1", null, false)]
    [InlineData(RevocationKind.Session, "alice", "https://id", false)]
    public void A_revocation_concerns_what_it_names_and_nothing_else(RevocationKind kind, string value, string? issuer, bool isRevoked)
    {
        Add(new TokenRevocation(kind, value) { Issuer = issuer });

        Assert.Equal(isRevoked, _index.IsRevoked(Facts()));
    }

    [Fact]
    public void A_value_and_an_issuer_cannot_be_cut_differently()
    {
        Add(new TokenRevocation(RevocationKind.Subject, "ab") { Issuer = "c" });

        Assert.True(_index.IsRevoked(new TokenFacts { Subject = "ab", Issuer = "c" }));
        Assert.False(_index.IsRevoked(new TokenFacts { Subject = "a", Issuer = "bc" }));
        Assert.False(_index.IsRevoked(new TokenFacts { Subject = "abc" }));
        Assert.False(_index.IsRevoked(new TokenFacts { Subject = "ab" }));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_token_of_the_same_second_counts_as_issued_before(int seconds, bool isRevoked)
    {
        // Somewhere within the second; iat is a whole one.
        Add(new TokenRevocation(RevocationKind.Subject, "alice") { IssuedBefore = Now.AddMilliseconds(1) });

        Assert.Equal(isRevoked, _index.IsRevoked(Facts() with { IssuedAt = Now.AddSeconds(seconds) }));
    }

    [Fact]
    public void A_token_that_does_not_tell_when_it_was_issued_is_concerned()
    {
        Add(new TokenRevocation(RevocationKind.Subject, "alice") { IssuedBefore = Now });

        Assert.True(_index.IsRevoked(new TokenFacts { Subject = "alice" }));
    }

    [Fact]
    public void A_token_that_tells_nothing_is_concerned_by_nothing()
    {
        Add(new TokenRevocation(RevocationKind.Subject, "alice"));

        Assert.False(_index.IsRevoked(new TokenFacts()));
    }

    [Fact]
    public void The_wider_of_two_revocations_counts_whichever_comes_first()
    {
        Add(new TokenRevocation(RevocationKind.Subject, "alice") { IssuedBefore = Now });
        Add(new TokenRevocation(RevocationKind.Subject, "alice") { IssuedBefore = Now.AddHours(-1) });
        Assert.True(_index.IsRevoked(Facts() with { IssuedAt = Now.AddSeconds(-1) }));

        Add(new TokenRevocation(RevocationKind.Subject, "alice"));
        Add(new TokenRevocation(RevocationKind.Subject, "alice") { IssuedBefore = Now });
        Assert.True(_index.IsRevoked(Facts() with { IssuedAt = Now.AddYears(1) }));
        Assert.Equal(1, _index.Count);
    }

    [Fact]
    public void The_version_changes_only_when_more_is_revoked()
    {
        var start = _index.Version;
        Assert.NotEqual(0, start);

        Add(new TokenRevocation(RevocationKind.Subject, "alice"));
        var first = _index.Version;
        Assert.NotEqual(start, first);
        Add(new TokenRevocation(RevocationKind.Subject, "alice"));
        _index.Forget(Now);
        _index.Remove(new TokenRevocation(RevocationKind.Subject, "bob"));

        Assert.Equal(first, _index.Version);
    }

    [Fact]
    public void What_is_removed_is_gone_and_the_rest_stays()
    {
        foreach (var subject in Enumerable.Range(0, 1_000))
        {
            Add(new TokenRevocation(RevocationKind.Subject, $"s{subject}"));
        }

        _index.Remove(new TokenRevocation(RevocationKind.Subject, "s500"));

        Assert.False(_index.IsRevoked(new TokenFacts { Subject = "s500" }));
        Assert.All(Enumerable.Range(0, 1_000).Where(subject => subject != 500), subject => Assert.True(_index.IsRevoked(new TokenFacts { Subject = $"s{subject}" })));
    }

    [Fact]
    public void A_full_index_takes_no_more_until_something_has_ended()
    {
        Assert.True(_index.TryAdd(Ending("a", Now.AddMinutes(1)), TimeSpan.Zero, 2, Now));
        Assert.True(_index.TryAdd(Ending("b", Now.AddMinutes(2)), TimeSpan.Zero, 2, Now));
        Assert.False(_index.TryAdd(Ending("c", Now.AddMinutes(9)), TimeSpan.Zero, 2, Now));
        Assert.True(_index.TryAdd(Ending("a", Now.AddMinutes(1)), TimeSpan.Zero, 2, Now));
        Assert.False(_index.IsRevoked(new TokenFacts { Subject = "c" }));

        Assert.True(_index.TryAdd(Ending("c", Now.AddMinutes(9)), TimeSpan.Zero, 2, Now.AddMinutes(1)));
        Assert.True(_index.IsRevoked(new TokenFacts { Subject = "b" }));
        Assert.False(_index.IsRevoked(new TokenFacts { Subject = "a" }));
    }

    [Fact]
    public void A_longer_end_keeps_a_revocation_and_a_shorter_one_does_not_shorten_it()
    {
        _index.TryAdd(Ending("a", Now.AddMinutes(1)), TimeSpan.Zero, Many, Now);
        _index.TryAdd(Ending("a", Now.AddMinutes(5)), TimeSpan.Zero, Many, Now);
        _index.TryAdd(Ending("a", Now.AddMinutes(2)), TimeSpan.Zero, Many, Now);
        _index.Forget(Now.AddMinutes(4));
        Assert.True(_index.IsRevoked(new TokenFacts { Subject = "a" }));

        _index.Forget(Now.AddMinutes(5));
        Assert.Equal(0, _index.Count);
    }

    [Fact]
    public void The_question_allocates_nothing()
    {
        foreach (var kind in Enum.GetValues<RevocationKind>())
        {
            Add(new TokenRevocation(kind, "somebody else"));
            Add(new TokenRevocation(kind, "somebody else") { Issuer = "https://id" });
        }

        var facts = Facts();
        Assert.Equal(0, Allocations.Of(() => _index.IsRevoked(facts)));
    }

    /// <summary>Against a list that is walked through.</summary>
    [Property(MaxTest = 200)]
    public void The_index_says_what_the_definition_says(byte[] script)
    {
        var index = new RevocationIndex();
        var list = new List<TokenRevocation>();
        var now = Now;
        for (var at = 0; at + 3 < script.Length; at += 4)
        {
            var kind = (RevocationKind)(script[at] % 4);
            var value = $"v{script[at + 1] % 8}";
            var issuer = (script[at + 2] % 3) switch { 0 => null, 1 => "i1", _ => "i2" };
            DateTimeOffset? before = script[at + 3] % 4 == 0 ? null : Now.AddSeconds(script[at + 3] % 16);
            var revocation = new TokenRevocation(kind, value) { Issuer = issuer, IssuedBefore = before, Ends = Now.AddHours(1 + (script[at] % 5)) };
            switch (script[at] / 64)
            {
                case 0:
                    index.Remove(revocation);
                    list.RemoveAll(one => (one.Kind, one.Value, one.Issuer) == (kind, value, issuer));
                    break;
                default:
                    Assert.True(index.TryAdd(revocation, TimeSpan.Zero, Many, now));
                    list.Add(revocation);
                    break;
            }

            var facts = new TokenFacts
            {
                Id = $"v{script[at] % 8}",
                Subject = $"v{script[at + 1] % 8}",
                Session = script[at + 2] % 2 == 0 ? null : $"v{script[at + 2] % 8}",
                Client = $"v{script[at + 3] % 8}",
                Issuer = script[at + 1] % 3 == 0 ? null : $"i{script[at + 1] % 3}",
                IssuedAt = script[at + 2] % 5 == 0 ? null : Now.AddSeconds(script[at + 2] % 16),
            };
            Assert.Equal(list.Exists(one => Concerns(one, facts)), index.IsRevoked(facts));
        }
    }

    [Property(MaxTest = 10)]
    public void Nobody_who_reads_meanwhile_misses_what_was_revoked_before(byte seed)
    {
        var index = new RevocationIndex();
        var revoked = -1;
        var missed = 0;
        using var start = new Barrier(4);
        var readers = Enumerable.Range(0, 3).Select(number => new Thread(() =>
        {
            var random = new Random((seed * 3) + number);
            start.SignalAndWait();
            for (var last = -1; last < 1_999; last = Volatile.Read(ref revoked))
            {
                var version = index.Version;
                var upTo = Volatile.Read(ref revoked);
                if (upTo >= 0 && !index.IsRevoked(new TokenFacts { Subject = $"s{random.Next(upTo + 1)}" }))
                {
                    Interlocked.Increment(ref missed);
                }

                Assert.True(version <= index.Version);
            }
        })).ToArray();
        foreach (var reader in readers)
        {
            reader.Start();
        }

        start.SignalAndWait();
        for (var subject = 0; subject < 2_000; subject++)
        {
            index.TryAdd(Ending($"s{subject}", Now.AddHours(1)), TimeSpan.Zero, Many, Now);
            Volatile.Write(ref revoked, subject);
            if (subject % 100 == 99)
            {
                index.TryAdd(Ending("other", Now.AddHours(1)), TimeSpan.Zero, Many, Now);
                index.Remove(Ending("other", Now.AddHours(1)));
            }
        }

        foreach (var reader in readers)
        {
            reader.Join();
        }

        Assert.Equal(0, missed);
    }

    private static bool Concerns(TokenRevocation revocation, TokenFacts facts)
    {
        var value = revocation.Kind switch
        {
            RevocationKind.Token => facts.Id,
            RevocationKind.Subject => facts.Subject,
            RevocationKind.Session => facts.Session,
            _ => facts.Client,
        };
        return value == revocation.Value
            && (revocation.Issuer is null || revocation.Issuer == facts.Issuer)
            && (revocation.IssuedBefore is null || facts.IssuedAt is null || facts.IssuedAt <= revocation.IssuedBefore);
    }

    private static TokenFacts Facts() => new()
    {
        Issuer = "https://id",
        Id = "t1",
        Subject = "alice",
        Session = "s1",
        Client = "web",
        IssuedAt = Now,
    };

    private static TokenRevocation Ending(string subject, DateTimeOffset ends) => new(RevocationKind.Subject, subject) { Ends = ends };

    private void Add(TokenRevocation revocation) => Assert.True(_index.TryAdd(revocation.Until(Now.AddHours(1)), TimeSpan.Zero, Many, Now));
}
