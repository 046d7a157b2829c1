using System.Diagnostics.CodeAnalysis;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authentication;

/// <summary>
/// Counts credentials that are not valid, and has who tries too many of them wait. It never holds a request: it answers 429 at once.
/// </summary>
/// <remarks>
/// <para>
/// Three counts: of an address, of an address and a name (the pair, which decides), and of a name. Who proved who they are from an address before is
/// hindered by that address's own failures for their name only, whatever others do.
/// </para>
/// <para>
/// A guess counts when it is answered. One that comes back while the limit is reached, because many were sent at once, gets the same 429 whether it was right or
/// wrong, so that no number of threads learns more than one would.
/// </para>
/// </remarks>
internal sealed class CredentialGuard : IDisposable
{
    private static readonly long RefreshAfter = FailureRule.Units(TimeSpan.FromHours(1));

    private readonly Refusals _refusals;
    private readonly Compiled<LockoutRules> _rules;
    private readonly FailureTable _failures;
    private readonly FailureTable _known;
    private readonly LockoutKeys _keys = new();

    public CredentialGuard(FeatureOptionsSource<LockoutOptions> options, Refusals refusals, TimeProvider time)
    {
        _refusals = refusals;
        _failures = new FailureTable(options.Current.MaxKeys, time);
        _known = new FailureTable(options.Current.MaxKeys, time);
        _rules = options.Compile(current =>
        {
            var rules = new LockoutRules(current);
            _failures.Keep(rules.LongestWait, rules.SlowestForget);
            _known.Keep(rules.RememberAddress, 0);
            return rules;
        });
    }

    /// <summary>How many counts there is room for; it never changes.</summary>
    public int CellCount => _failures.CellCount + _known.CellCount;

    /// <summary>Before a credential is looked at whose check costs more than a look-up: whether this address may have one checked.</summary>
    /// <param name="context">A request with a credential that is not known yet.</param>
    /// <param name="refusal">The refusal to apply, whatever the mode.</param>
    public bool TryEnter(HttpContext context, [NotNullWhen(false)] out Refusal? refusal)
    {
        refusal = null;
        var rules = _rules.Value;
        if (!rules.Options.IsEnabled || context.Connection.RemoteIpAddress is not { } ip)
        {
            return true;
        }

        var key = _keys.OfAddress(AddressWord.Of(ip));
        var now = _failures.Now;
        var wait = _failures.Wait(key, rules.Address, now);
        // Where somebody has proved who they are, it is for the pair to decide.
        return wait == 0 || _known.IsNoted(key, rules.RememberAddress, now) || IsOnlyReported(context, rules, wait, "address", out refusal);
    }

    /// <summary>
    /// For schemes whose secrets can be guessed (passwords), before the secret is compared: whether this address may try one for this name.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="name">The name, as it is counted in <see cref="RejectedCredential.Subject"/> or <see cref="RejectedCredential.CredentialId"/>.</param>
    /// <param name="refusal">The refusal to apply, whatever the mode.</param>
    public bool TryGuess(HttpContext context, string name, [NotNullWhen(false)] out Refusal? refusal)
    {
        refusal = null;
        var rules = _rules.Value;
        if (!rules.Options.IsEnabled)
        {
            return true;
        }

        var wait = WaitOf(context, name, rules, out var what);
        return wait == 0 || IsOnlyReported(context, rules, wait, what, out refusal);
    }

    /// <summary>
    /// For the same schemes, after a secret was right: whether that may be told. Not if so many were tried meanwhile, on other connections, that
    /// <see cref="TryGuess"/> would not let it be tried now.
    /// </summary>
    public bool TrySucceed(HttpContext context, string name, [NotNullWhen(false)] out Refusal? refusal)
    {
        if (!TryGuess(context, name, out refusal))
        {
            return false;
        }

        Succeeded(context, name);
        return true;
    }

    /// <summary>After a credential was found valid: its address is one of those of the name from now on.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">The name that a secret was right for; none where no name is guessed at.</param>
    public void Succeeded(HttpContext context, string? name)
    {
        var rules = _rules.Value;
        if (!rules.Options.IsEnabled || context.Connection.RemoteIpAddress is not { } ip)
        {
            return;
        }

        var address = AddressWord.Of(ip);
        var now = _known.Now;
        _known.Note(_keys.OfAddress(address), RefreshAfter, now);
        if (!string.IsNullOrEmpty(name))
        {
            var person = _keys.OfPerson(address, name);
            _known.Note(person, RefreshAfter, now);
            // Never the count of the address, or of names that are written alike: else who has one account could guess at others without an end.
            _failures.Clear(person);
        }
    }

    /// <summary>After a credential was found not valid.</summary>
    /// <returns>What to answer in place of the usual 401; <see langword="null"/> for the usual.</returns>
    public Refusal? Failed(HttpContext context, RejectedCredential rejected)
    {
        var rules = _rules.Value;
        if (!rules.Options.IsEnabled || !FailureWeight.IsGuess(rejected))
        {
            return null;
        }

        var failure = new Failure(context, rejected, rules, _failures.Now);
        var guess = rejected.SecretHash == 0 ? 0 : _keys.OfGuess(failure.Address, rejected.SecretHash, rejected.CredentialId ?? rejected.Subject);
        if (guess != 0 && _failures.IsNoted(guess, rules.Window, failure.Now))
        {
            // The answer is known already: a client that doesn't give up, not one that guesses.
            return null;
        }

        var wait = CountAddress(failure);
        var what = "address";
        if (wait == 0)
        {
            what = "address and credential";
            wait = CountName(failure, rejected.CredentialId);
            if (!string.Equals(rejected.Subject, rejected.CredentialId, StringComparison.OrdinalIgnoreCase))
            {
                wait = Math.Max(wait, CountName(failure, rejected.Subject));
            }
        }

        if (wait == 0 && guess != 0)
        {
            // Only now, and only if it is answered: else what was sent while nothing was tried could be tried for nothing later.
            _failures.Note(guess, rules.Window, failure.Now);
        }

        CountTargets(failure);
        return wait == 0 || IsOnlyReported(context, rules, wait, what, out var refusal) ? null : refusal;
    }

    /// <summary>For <see cref="RejectedCredential.SecretHash"/>. The secret itself is not kept.</summary>
    public ulong HashSecret(ReadOnlySpan<char> secret) => _keys.OfSecret(secret);

    public void Dispose()
    {
        _failures.Dispose();
        _known.Dispose();
    }

    private long WaitOf(HttpContext context, string name, LockoutRules rules, out string what)
    {
        var address = AddressWord.Of(context.Connection.RemoteIpAddress);
        var now = _failures.Now;
        var pair = PairOf(address, name, rules, now, out var isKnown);
        var wait = _failures.Wait(pair, rules.Credential, now);
        what = "address and credential";
        if (wait > 0 || isKnown)
        {
            return wait;
        }

        if (address != AddressWord.Unknown)
        {
            wait = _failures.Wait(_keys.OfAddress(address), rules.Address, now);
            what = "address";
        }

        if (wait == 0)
        {
            wait = _failures.Wait(_keys.OfSubject(name), rules.Subject, now);
            what = "subject, from an address that is new for it";
        }

        return wait;
    }

    /// <summary>Who has proved who they are from an address has a count of their own there.</summary>
    private ulong PairOf(ulong address, string name, LockoutRules rules, long now, out bool isKnown)
    {
        var person = _keys.OfPerson(address, name);
        isKnown = _known.IsNoted(person, rules.RememberAddress, now);
        return isKnown ? person : _keys.OfCredential(address, name);
    }

    private long CountAddress(Failure failure)
    {
        if (failure.Address == AddressWord.Unknown)
        {
            return 0;
        }

        var key = _keys.OfAddress(failure.Address);
        var wait = _failures.Fail(key, failure.Rules.Address, failure.Now, out var level);
        if (level >= failure.Rules.Address.Limit * FailureTable.One)
        {
            Tell(failure, SecurityEventNames.AuthenticationFailuresAtMaximum, ReasonCodes.AddressAtMaximum, key, $"{failure.Rules.Address.Limit} failures");
        }

        return wait;
    }

    private long CountName(Failure failure, string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return 0;
        }

        var rules = failure.Rules;
        var pair = PairOf(failure.Address, name, rules, failure.Now, out var isKnown);
        var wait = _failures.Fail(pair, rules.Credential, failure.Now, out var level);
        if (level >= rules.Credential.Limit * FailureTable.One)
        {
            Tell(failure, SecurityEventNames.AuthenticationFailuresAtMaximum, ReasonCodes.CredentialAtMaximum, pair, $"{rules.Credential.Limit} failures");
        }

        if (wait > 0 || isKnown)
        {
            return wait;
        }

        var key = _keys.OfSubject(name);
        wait = _failures.Fail(key, rules.Subject, failure.Now, out level);
        if (level >= rules.Subject.Limit * FailureTable.One)
        {
            Tell(failure, SecurityEventNames.AuthenticationFailuresAtMaximum, ReasonCodes.SubjectAtMaximum, key, $"{rules.Subject.Limit} failures");
        }

        return wait;
    }

    /// <summary>Also of guesses that get no answer: an attack that is being refused is still one to tell of.</summary>
    private void CountTargets(Failure failure)
    {
        var rules = failure.Rules;
        var subject = failure.Rejected.Subject;
        var target = subject ?? failure.Rejected.CredentialId;
        if (string.IsNullOrEmpty(target))
        {
            return;
        }

        if (failure.Address != AddressWord.Unknown && _failures.Note(_keys.OfTarget(failure.Address, target, subject is not null), rules.Window, failure.Now))
        {
            var key = _keys.OfTargets(failure.Address, subject is not null);
            if (_failures.Count(key, rules.ForgetTarget, failure.Now) >= rules.DistinctTargets)
            {
                var (name, reason) = subject is not null
                    ? (SecurityEventNames.CredentialStuffing, ReasonCodes.CredentialStuffing)
                    : (SecurityEventNames.KeyScanning, ReasonCodes.KeyScanning);
                Tell(failure, name, reason, key, $"{rules.Options.DistinctTargets} different ones");
            }
        }

        var secret = failure.Rejected.SecretHash;
        if (secret != 0 && _failures.Note(_keys.OfSecretTarget(secret, target), rules.Window, failure.Now))
        {
            var key = _keys.OfSecretTargets(secret);
            if (_failures.Count(key, rules.ForgetTarget, failure.Now) >= rules.DistinctTargets)
            {
                Tell(failure, SecurityEventNames.PasswordSpraying, ReasonCodes.PasswordSpraying, key, $"{rules.Options.DistinctTargets} different ones");
            }
        }
    }

    /// <summary>Once a window, not once a request.</summary>
    private void Tell(Failure failure, string eventName, string reason, ulong key, string detail)
    {
        if (_failures.Note(_keys.OfTold(reason, key), failure.Rules.Window, failure.Now))
        {
            // Of many subjects none stands for all.
            var subject = reason is ReasonCodes.CredentialAtMaximum or ReasonCodes.SubjectAtMaximum ? failure.Rejected.Subject : null;
            _refusals.Observe(failure.Context, LockoutProblems.Noticed(eventName, reason, subject, detail));
        }
    }

    private bool IsOnlyReported(HttpContext context, LockoutRules rules, long wait, string what, [NotNullWhen(false)] out Refusal? refusal)
    {
        refusal = LockoutProblems.Locked(wait, what);
        if (rules.Options.IsEnforced)
        {
            return false;
        }

        _refusals.Report(context, refusal);
        return true;
    }

    private readonly struct Failure(HttpContext context, RejectedCredential rejected, LockoutRules rules, long now)
    {
        public HttpContext Context { get; } = context;

        public RejectedCredential Rejected { get; } = rejected;

        public LockoutRules Rules { get; } = rules;

        public long Now { get; } = now;

        public ulong Address { get; } = AddressWord.Of(context.Connection.RemoteIpAddress);
    }
}
