using System.Collections.Concurrent;
using ApiSecurity.Authentication;
using FsCheck.Xunit;

namespace ApiSecurity.Tests.Authentication;

public sealed class CredentialGuardProperties
{
    private const string Attacker = "203.0.113.7";
    private const string Victim = "198.51.100.20";

    /// <summary>In any time w: at most the limit, and what is forgotten within w.</summary>
    [Property(MaxTest = 100)]
    public void An_address_gets_no_more_guesses_than_the_limit_in_any_time(byte limit, ushort[] gaps)
    {
        using var guarded = new Guarded(options => options.FailuresPerAddress = 1 + (limit % 40));
        var rule = new LockoutRules(guarded.Options).Address;
        var answered = new List<TimeSpan>();
        var start = guarded.Time.GetTimestamp();
        foreach (var gap in gaps)
        {
            guarded.Time.Advance(TimeSpan.FromMilliseconds(gap * (gap % 7)));
            for (var attempt = 0; attempt < 60 && guarded.SendForged(Attacker); attempt++)
            {
                answered.Add(guarded.Time.GetElapsedTime(start));
            }
        }

        AssertBound(rule, [.. answered]);
    }

    [Property(MaxTest = 100)]
    public void An_address_gets_no_more_guesses_for_a_name_than_the_limit_in_any_time(byte limit, ushort[] gaps)
    {
        using var guarded = new Guarded(options => options.FailuresPerCredential = 1 + (limit % 20));
        var rule = new LockoutRules(guarded.Options).Credential;
        var answered = new List<TimeSpan>();
        var start = guarded.Time.GetTimestamp();
        foreach (var gap in gaps)
        {
            guarded.Time.Advance(TimeSpan.FromMilliseconds(gap * (gap % 7)));
            for (var attempt = 0; attempt < 60 && guarded.Guess(Attacker, gap % 2 == 0 ? "alice" : "ALICE"); attempt++)
            {
                answered.Add(guarded.Time.GetElapsedTime(start));
            }
        }

        AssertBound(rule, [.. answered]);
    }

    /// <summary>NIST's 100, for whoever has a hundred thousand addresses.</summary>
    [Property(MaxTest = 30)]
    public void All_unknown_addresses_together_get_no_more_guesses_for_a_name_than_its_limit(ushort[] gaps, byte limit)
    {
        using var guarded = new Guarded(options => options.FailuresPerSubject = 10 + (limit % 100));
        var rule = new LockoutRules(guarded.Options).Subject;
        var answered = new List<TimeSpan>();
        var start = guarded.Time.GetTimestamp();
        foreach (var gap in gaps)
        {
            guarded.Time.Advance(TimeSpan.FromMilliseconds(gap * (gap % 7)));
            for (var address = 0; address < 200; address++)
            {
                if (guarded.Guess($"2001:db8:{gap:x}:{address:x}::1", "alice"))
                {
                    answered.Add(guarded.Time.GetElapsedTime(start));
                }
            }
        }

        AssertBound(rule, [.. answered]);
    }

    /// <summary>Others do what they like: guess at the victim's name, at others', succeed with accounts of their own, from any number of addresses.</summary>
    [Property(MaxTest = 100)]
    public void A_victim_at_an_address_of_their_own_is_never_locked_out_by_others(int[] actions)
    {
        using var guarded = new Guarded();
        Assert.True(guarded.Guess(Victim, "alice", isRight: true));
        foreach (var action in actions)
        {
            var address = $"203.0.113.{Math.Abs(action % 200)}";
            for (var times = 0; times <= Math.Abs(action % 50); times++)
            {
                guarded.Guess(address, (action & 3) == 0 ? "mallory" : (action & 3) == 1 ? $"user{action}" : "alice", isRight: (action & 3) == 0);
                guarded.SendForged(address, "alice");
            }

            guarded.Time.Advance(TimeSpan.FromSeconds(Math.Abs(action % 5_000)));
            Assert.True(guarded.Guess(Victim, "alice", isRight: true));
            Assert.True(guarded.Guard.TryEnter(Guarded.From(Victim), out _));
        }
    }

    [Property(MaxTest = 20)]
    public void Many_connections_at_once_learn_no_more_than_one_would(byte limit)
    {
        using var guarded = new Guarded(options => options.FailuresPerCredential = 1 + (limit % 20));
        var answers = new ConcurrentBag<bool>();
        using var start = new Barrier(8);
        var threads = Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            // All are let in before any has failed.
            var contexts = Enumerable.Range(0, 50).Select(_ => Guarded.From(Attacker)).ToArray();
            var entered = contexts.Where(context => guarded.Guard.TryGuess(context, "alice", out var _)).ToArray();
            start.SignalAndWait();
            foreach (var context in entered)
            {
                answers.Add(guarded.Guard.Failed(context, guarded.Wrong("alice")) is null);
            }
        })).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        Assert.Equal(400, answers.Count);
        Assert.InRange(answers.Count(answered => answered), 1, guarded.Options.FailuresPerCredential);
        // The right one, among those that were sent at once.
        Assert.False(guarded.Guard.TrySucceed(Guarded.From(Attacker), "alice", out var _));
    }

    private static void AssertBound(FailureRule rule, TimeSpan[] answered)
    {
        for (var first = 0; first < answered.Length; first++)
        {
            for (var last = first; last < answered.Length; last++)
            {
                var time = FailureRule.Units(answered[last] - answered[first]) + 1;
                var most = rule.Limit + (time / rule.Forget);
                Assert.True(last - first + 1 <= most, $"{last - first + 1} guesses were answered in {answered[last] - answered[first]}, but no more than {most} may be ({rule}).");
            }
        }
    }
}
