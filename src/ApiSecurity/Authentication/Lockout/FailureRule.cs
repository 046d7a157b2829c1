namespace ApiSecurity.Authentication;

/// <summary>
/// How many failures, how fast they are forgotten, and how long one waits after them. In the table's units: an eighth of a second, a sixteenth of a failure.
/// </summary>
/// <param name="Limit">How many failures there may be at once.</param>
/// <param name="Free">After how many the waits begin.</param>
/// <param name="Forget">The time after which one failure is forgotten.</param>
/// <param name="FirstDelay">The first wait; each further one is twice as long.</param>
/// <param name="Lockout">The wait at the limit, and the longest; up to a quarter is added.</param>
internal sealed record FailureRule(int Limit, int Free, long Forget, long FirstDelay, long Lockout)
{
    /// <summary>Eighths of a second.</summary>
    public static long Units(TimeSpan time) => time.Ticks / (TimeSpan.TicksPerSecond / FailureTable.UnitsPerSecond);

    public static FailureRule Of(int limit, int free, TimeSpan window, TimeSpan firstDelay, TimeSpan lockout) =>
        new(limit, free, Math.Max(1, (Units(window) + limit - 1) / limit), Math.Max(1, Units(firstDelay)), Math.Max(1, Units(lockout)));

    /// <summary>What is left of a level after a time, rounded up: who guesses is never forgiven too early.</summary>
    public long Decayed(long level, long age) => Math.Max(0, level - (Math.Max(0, age) * FailureTable.One / Forget));

    /// <summary>How long after a failure nothing is tried, by the level that it made.</summary>
    /// <param name="level">The level.</param>
    /// <param name="jitter">Any number; the same for the same failure.</param>
    public long WaitAfter(long level, ulong jitter)
    {
        // Until one more would not exceed the limit, whatever the delays: this is what bounds the guesses in any time.
        var over = level - ((Limit - 1) * FailureTable.One);
        var untilRoom = over <= 0 ? 0 : ((over * Forget) + FailureTable.One - 1) / FailureTable.One;
        // The table writes the next eighth of a second down, which is a part of the delay.
        var delay = Delay(level, jitter);
        return Math.Max(untilRoom, delay > 1 ? delay - 1 : delay);
    }

    private long Delay(long level, ulong jitter)
    {
        if (level >= Limit * FailureTable.One)
        {
            // Not all who were locked out at the same moment come back at the same moment.
            return Lockout + (long)(jitter % (ulong)((Lockout / 4) + 1));
        }

        var doublings = ((level + FailureTable.One - 1) / FailureTable.One) - Free - 1;
        return doublings switch
        {
            < 0 => 0,
            >= 30 => Lockout,
            _ => Math.Min(Lockout, FirstDelay << (int)doublings),
        };
    }
}
