namespace ApiSecurity.Authentication;

/// <summary>The options in the table's units.</summary>
internal sealed class LockoutRules
{
    private const int FreePerCredential = 3;

    private static readonly TimeSpan SubjectWindow = TimeSpan.FromHours(1);

    public LockoutRules(LockoutOptions options)
    {
        Options = options;
        Address = FailureRule.Of(options.FailuresPerAddress, options.FailuresPerAddress / 2, options.Window, options.FirstDelay, options.Duration);
        Credential = FailureRule.Of(options.FailuresPerCredential, FreePerCredential, options.Window, options.FirstDelay, options.Duration);
        // No waits below the limit, and none of its own at the limit: one more whenever one is forgotten.
        Subject = FailureRule.Of(options.FailuresPerSubject, options.FailuresPerSubject, SubjectWindow, TimeSpan.Zero, TimeSpan.Zero);
        Window = FailureRule.Units(options.Window);
        RememberAddress = FailureRule.Units(options.RememberAddress);
        ForgetTarget = Math.Max(1, Window / options.DistinctTargets);
        DistinctTargets = options.DistinctTargets * FailureTable.One;
        SlowestForget = Math.Max(Math.Max(Address.Forget, Credential.Forget), Math.Max(Subject.Forget, ForgetTarget));
        LongestWait = Math.Max(Window, Address.Lockout + (Address.Lockout / 4) + 2);
    }

    public LockoutOptions Options { get; }

    public FailureRule Address { get; }

    public FailureRule Credential { get; }

    public FailureRule Subject { get; }

    public long Window { get; }

    public long RememberAddress { get; }

    public long ForgetTarget { get; }

    public long DistinctTargets { get; }

    public long SlowestForget { get; }

    public long LongestWait { get; }
}
