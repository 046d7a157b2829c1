using System.Globalization;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Tests.Authentication;

public sealed class CredentialGuardTests
{
    private const string Attacker = "203.0.113.7";
    private const string Home = "198.51.100.20";

    [Fact]
    public void After_three_failures_each_wait_is_twice_the_last()
    {
        using var guarded = new Guarded();
        Assert.Equal(3, Enumerable.Range(0, 3).Count(_ => guarded.Guess(Attacker, "alice")));
        int[] waits = [.. Enumerable.Range(0, 5).Select(_ =>
        {
            Assert.True(guarded.Guess(Attacker, "alice"));
            return WaitAsTold(guarded, "alice");
        })];

        Assert.Equal([1, 2, 4, 8, 16], waits);
    }

    [Fact]
    public void At_the_limit_the_name_is_locked_for_the_duration_and_up_to_a_quarter_more()
    {
        var durations = Enumerable.Range(0, 20).Select(number =>
        {
            using var guarded = new Guarded(options => options.FirstDelay = TimeSpan.FromMilliseconds(125));
            for (var failures = 0; failures < 10;)
            {
                failures += guarded.Guess(Attacker, $"user{number}") ? 1 : 0;
                if (failures < 10)
                {
                    guarded.Time.Advance(TimeSpan.FromMilliseconds(250));
                }
            }

            return WaitAsTold(guarded, $"user{number}");
        }).ToArray();

        Assert.All(durations, duration => Assert.InRange(duration, 15 * 60, (15 * 60 * 5 / 4) + 1));
        Assert.True(durations.Distinct().Count() > 5, "All are locked for the same time.");
    }

    [Fact]
    public void Others_at_the_same_address_are_not_locked_out_with_a_name()
    {
        using var guarded = new Guarded();
        guarded.CountGuesses(100, Attacker, "alice");

        Assert.True(guarded.Guess(Attacker, "bob", isRight: true));
    }

    [Fact]
    public void Success_with_an_account_of_ones_own_does_not_let_one_guess_at_others()
    {
        using var guarded = new Guarded();
        var answered = 0;
        for (var number = 0; number < 1_000; number++)
        {
            Assert.True(guarded.Guess(Attacker, "mallory", isRight: true));
            answered += guarded.Guess(Attacker, $"user{number}") ? 1 : 0;
        }

        Assert.InRange(answered, 1, guarded.Options.FailuresPerAddress);
    }

    [Fact]
    public void Success_forgives_the_failures_for_that_name_from_that_address()
    {
        using var guarded = new Guarded();
        for (var day = 0; day < 20; day++)
        {
            Assert.True(guarded.Guess(Home, "alice"));
            Assert.True(guarded.Guess(Home, "alice"));
            Assert.True(guarded.Guess(Home, "alice", isRight: true));
            guarded.Time.Advance(TimeSpan.FromMinutes(2));
        }
    }

    [Fact]
    public void A_distributed_attack_locks_new_addresses_out_and_leaves_the_subjects_own_alone()
    {
        using var guarded = new Guarded();
        Assert.True(guarded.Guess(Home, "alice", isRight: true));
        var answered = Enumerable.Range(0, 1_000).Count(number => guarded.Guess($"10.{number / 250}.{number % 250}.1", "alice"));

        Assert.Equal(guarded.Options.FailuresPerSubject, answered);
        Assert.False(guarded.Guess("192.0.2.1", "alice", isRight: true));
        Assert.True(guarded.Guess(Home, "alice"));
        Assert.True(guarded.Guess(Home, "alice", isRight: true));
    }

    [Fact]
    public void An_address_is_known_for_a_while_only()
    {
        using var guarded = new Guarded();
        Assert.True(guarded.Guess(Home, "alice", isRight: true));
        guarded.Time.Advance(TimeSpan.FromDays(31));
        for (var number = 0; number < 1_000; number++)
        {
            guarded.Guess($"10.{number / 250}.{number % 250}.1", "alice");
        }

        Assert.False(guarded.Guess(Home, "alice", isRight: true));
    }

    [Fact]
    public void A_forged_token_costs_no_more_cryptography_once_its_address_is_at_its_limit()
    {
        using var guarded = new Guarded(options => options.FirstDelay = TimeSpan.FromMilliseconds(125));
        var looked = 0;
        for (var second = 0; second < 100; second++)
        {
            looked += guarded.Guard.TryEnter(Guarded.From(Attacker), out _) ? 1 : 0;
            guarded.SendForged(Attacker);
            guarded.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(looked, 15, 40);
        Assert.True(guarded.Guard.TryEnter(Guarded.From(Home), out _));
    }

    [Theory]
    [InlineData("2001:db8::1", "2001:db8::ffff:1", false)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", true)]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", false)]
    [InlineData("203.0.113.7", "203.0.113.8", true)]
    public void An_IPv6_client_is_its_network_and_an_IPv4_client_its_address(string failed, string asks, bool enters)
    {
        using var guarded = new Guarded();
        for (var attempt = 0; attempt < 100; attempt++)
        {
            guarded.SendForged(failed);
        }

        Assert.Equal(enters, guarded.Guard.TryEnter(Guarded.From(asks), out _));
    }

    [Theory]
    [InlineData("alice", "ALICE")]
    [InlineData("straße", "STRAßE")]
    public void A_name_is_one_however_it_is_capitalised(string one, string other)
    {
        using var guarded = new Guarded();
        guarded.CountGuesses(3, Attacker, one);
        Assert.True(guarded.Guess(Attacker, other));

        Assert.False(guarded.Guess(Attacker, one));
    }

    [Fact]
    public void Names_of_any_length_are_told_apart_to_the_last_letter()
    {
        using var guarded = new Guarded();
        var name = new string('x', 100_000);
        guarded.CountGuesses(10, Attacker, name + "a");

        Assert.False(guarded.Guess(Attacker, name + "a"));
        Assert.True(guarded.Guess(Attacker, name + "b"));
    }

    [Theory]
    [InlineData(ReasonCodes.TokenExpired, SecurityEventSeverity.Low, 401)]
    [InlineData(ReasonCodes.TokenRevoked, SecurityEventSeverity.Medium, 401)]
    [InlineData(ReasonCodes.AudienceMismatch, SecurityEventSeverity.Medium, 401)]
    [InlineData(ReasonCodes.AuthorityUnavailable, SecurityEventSeverity.Medium, 503)]
    [InlineData("anything", SecurityEventSeverity.Low, 401)]
    public void What_happens_to_honest_clients_is_no_attack(string reason, SecurityEventSeverity severity, int status)
    {
        using var guarded = new Guarded();
        var rejected = new RejectedCredential(reason, severity) { Problem = new ApiProblem(status, reason, "…"), CredentialId = "key" };
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            Assert.Null(guarded.Guard.Failed(Guarded.From(Attacker), rejected));
        }

        Assert.True(guarded.Guard.TryEnter(Guarded.From(Attacker), out _));
    }

    [Fact]
    public void The_same_wrong_secret_over_and_over_is_one_guess()
    {
        using var guarded = new Guarded();
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            Assert.True(guarded.Guess(Home, "alice", secret: "the old one"));
        }

        Assert.True(guarded.Guess(Home, "alice", isRight: true));
    }

    [Fact]
    public void What_was_sent_while_nothing_was_tried_is_counted_when_it_is_tried()
    {
        using var guarded = new Guarded();
        var answered = 0;
        for (var minute = 0; minute < 60; minute++)
        {
            for (var secret = 0; secret < 500; secret++)
            {
                // Past the first question, as if all had been let in at once.
                var context = Guarded.From(Attacker);
                answered += guarded.Guard.Failed(context, guarded.Wrong("alice", $"secret{minute}-{secret}")) is null ? 1 : 0;
                answered += minute > 0 && guarded.Guard.Failed(context, guarded.Wrong("alice", $"secret{minute - 1}-{secret}")) is null ? 1 : 0;
            }

            guarded.Time.Advance(TimeSpan.FromMinutes(1));
        }

        // Ten at once, 40 that are forgotten within the hour; those that were answered may be asked again.
        Assert.InRange(answered, 1, 2 * (10 + 40));
    }

    [Fact]
    public async Task Stuffing_is_told_once_a_window()
    {
        using var guarded = new Guarded();
        for (var number = 0; number < 15; number++)
        {
            guarded.Guess(Attacker, $"user{number}", secret: $"secret{number}");
        }

        Assert.Equal(["credential_stuffing"], await guarded.ReasonsAsync());
        var told = await guarded.Events.NextAsync();
        Assert.Equal(("malicious_credential_stuffing", SecurityEventOutcome.Observed, SecurityEventSeverity.High), (told.Name, told.Outcome, told.Severity));
        Assert.Equal(Attacker, told.ClientAddress?.ToString());
        Assert.Null(told.Subject);
    }

    [Fact]
    public async Task The_same_few_names_over_and_over_are_no_stuffing()
    {
        using var guarded = new Guarded(options => options.FailuresPerAddress = 120);
        for (var number = 0; number < 200; number++)
        {
            guarded.Guess(Attacker, $"user{number % 9}");
        }

        Assert.DoesNotContain("credential_stuffing", await guarded.ReasonsAsync());
    }

    [Fact]
    public async Task One_password_on_many_subjects_from_many_addresses_is_told_once()
    {
        using var guarded = new Guarded();
        for (var number = 0; number < 50; number++)
        {
            guarded.Guess($"10.0.0.{number}", $"user{number}", secret: "Winter2026!");
        }

        Assert.Equal(["password_spraying"], await guarded.ReasonsAsync());
    }

    [Fact]
    public async Task Keys_that_do_not_exist_are_told_as_a_scan()
    {
        using var guarded = new Guarded();
        for (var number = 0; number < 15; number++)
        {
            guarded.SendForged(Attacker, $"key{number}", "api_key_unknown");
        }

        Assert.Equal(["key_scanning"], await guarded.ReasonsAsync());
    }

    [Fact]
    public async Task Reaching_a_limit_is_told_once_with_the_subject_that_is_under_attack()
    {
        using var guarded = new Guarded(options => options.FirstDelay = TimeSpan.FromMilliseconds(125));
        for (var second = 0; second < 60; second++)
        {
            guarded.Guess(Attacker, "alice");
            guarded.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["credential_at_maximum"], await guarded.ReasonsAsync());
        var told = await guarded.Events.NextAsync();
        Assert.Equal(("authn_login_fail_max", "alice"), (told.Name, told.Subject));
    }

    [Fact]
    public async Task Report_mode_tells_and_refuses_nothing()
    {
        using var guarded = new Guarded(options => options.EffectiveMode = ApiSecurityMode.Report);
        Assert.Equal(100, guarded.CountGuesses(100, Attacker, "alice"));

        Assert.Contains("too_many_failures", await guarded.ReasonsAsync());
        Assert.All(guarded.Events.Pending, told => Assert.NotEqual(SecurityEventOutcome.Refused, told.Outcome));
    }

    [Fact]
    public async Task Switched_off_it_does_nothing()
    {
        using var guarded = new Guarded(options => options.DisabledReason = "the gateway does it");
        Assert.Equal(100, guarded.CountGuesses(100, Attacker, "alice"));

        Assert.Empty(await guarded.ReasonsAsync());
    }

    [Fact]
    public void A_flood_of_new_addresses_grows_nothing_and_frees_nobody_who_is_locked_out()
    {
        using var guarded = new Guarded();
        var cells = guarded.Guard.CellCount;
        while (guarded.Guess(Attacker, "alice"))
        {
        }

        for (var round = 0; round < 7; round++)
        {
            guarded.Time.Advance(TimeSpan.FromSeconds(100));
            guarded.Guess(Attacker, "alice");
        }

        Assert.False(guarded.Guess(Attacker, "alice"));
        for (var number = 0; number < 200_000; number++)
        {
            guarded.SendForged($"2001:db8:{number / 65_536:x}:{number % 65_536:x}::1");
        }

        Assert.False(guarded.Guess(Attacker, "alice"));
        Assert.Equal(cells, guarded.Guard.CellCount);
        Assert.Equal(8_192, cells);
    }

    [Fact]
    public void Requests_without_an_address_are_counted_by_name()
    {
        using var guarded = new Guarded();
        Assert.InRange(guarded.CountGuesses(100, null, "alice"), 1, 10);
        Assert.True(guarded.Guess(null, "bob", isRight: true));
        Assert.True(guarded.Guard.TryEnter(Guarded.From(null), out _));
    }

    [Fact]
    public void Years_later_nobody_is_locked_out()
    {
        using var guarded = new Guarded();
        for (var month = 0; month < 40; month++)
        {
            Assert.Equal(4, guarded.CountGuesses(20, Attacker, "alice"));
            guarded.Time.Advance(TimeSpan.FromDays(29 + (month % 5)));
        }
    }

    [Fact]
    public void To_enter_allocates_nothing()
    {
        using var guarded = new Guarded();
        var context = Guarded.From(Attacker);
        guarded.SendForged(Attacker);

        Assert.Equal(0, Allocations.Of(() => guarded.Guard.TryEnter(context, out var _)));
    }

    /// <summary>Waits for as long as <c>Retry-After</c> says; a second before, nothing is tried.</summary>
    private static int WaitAsTold(Guarded guarded, string name)
    {
        Assert.False(guarded.Guard.TryGuess(Guarded.From(Attacker), name, out var refusal));
        var (header, value) = Assert.Single(refusal.Headers);
        Assert.Equal("Retry-After", header);
        Assert.Equal(429, refusal.Problem?.Status);
        var seconds = int.Parse(value, CultureInfo.InvariantCulture);
        guarded.Time.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.False(guarded.Guard.TryGuess(Guarded.From(Attacker), name, out _));
        guarded.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(guarded.Guard.TryGuess(Guarded.From(Attacker), name, out _));
        return seconds;
    }
}
