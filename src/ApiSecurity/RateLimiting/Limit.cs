using System.Globalization;
using ApiSecurity.Pipeline;

namespace ApiSecurity.RateLimiting;

/// <summary>One limit, ready to be asked.</summary>
internal sealed class Limit
{
    // One refusal a second of waiting, up to here: a flood must not make the same objects again and again.
    private const int KeptRefusals = 128;

    private readonly Refusal?[] _refusals = new Refusal?[KeptRefusals];
    private readonly string _description;

    /// <param name="seed">Where the hashes of this limit's keys begin.</param>
    /// <param name="name">What it is called in events: "policy login", "per address".</param>
    /// <param name="rate">The rate.</param>
    /// <param name="burst">How many may come at once; 0 for as many as the rate allows.</param>
    /// <param name="per">Whose requests are counted together.</param>
    public Limit(KeyedHash seed, string name, Rate rate, int burst, LimitBy per)
    {
        Seed = seed;
        Rate = rate;
        Per = per;
        Burst = burst == 0 ? rate.Permits : burst;
        Interval = IntervalOf((long)rate.Window.TotalMicroseconds, rate.Permits);
        Tolerance = Interval * Burst;
        _description = Burst == rate.Permits
            ? $"{name}, {rate}"
            : string.Create(CultureInfo.InvariantCulture, $"{name}, {rate}, burst {Burst}");
    }

    public KeyedHash Seed { get; }

    public Rate Rate { get; }

    public int Burst { get; }

    public LimitBy Per { get; }

    /// <summary>Whether requests are passed over whose key is not known; a limit of an endpoint counts them together instead.</summary>
    public bool SkipsUnknown { get; init; }

    /// <summary>What a request costs, in microseconds.</summary>
    public long Interval { get; }

    /// <summary>The interval × the burst.</summary>
    public long Tolerance { get; }

    public override string ToString() => _description;

    /// <summary>
    /// Rounded down, so that a client that keeps to the rate to the microsecond is never refused, as long as that does not let one request
    /// more into the window; this can only be at more than about a thousand requests a second.
    /// </summary>
    private static long IntervalOf(long window, int permits)
    {
        var interval = window / permits;
        return window / interval == permits ? interval : interval + 1;
    }

    /// <param name="wait">How long the client has to wait, in microseconds.</param>
    public Refusal Refuse(long wait)
    {
        var seconds = (wait + 999_999) / 1_000_000;
        if (seconds >= KeptRefusals)
        {
            return RateLimitProblems.RateLimited(seconds, _description);
        }

        return _refusals[seconds] ??= RateLimitProblems.RateLimited(seconds, _description);
    }
}
