using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ApiSecurity.RateLimiting;

/// <summary>Asks the limits of a request; shared by both steps.</summary>
internal sealed class RateLimiter : IDisposable
{
    private readonly MicrosecondClock _clock;
    private readonly RateLimitTable _table;
    private readonly Compiled<RateLimits> _limits;
    private readonly ILogger _logger;
    private int _toldOfMissingAddress;

    public RateLimiter(FeatureOptionsSource<RateLimitOptions> options, TimeProvider time, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger("ApiSecurity.RateLimiting");
        _clock = new MicrosecondClock(time);
        _table = new RateLimitTable(options.Current.MaxKeys, _clock);
        var keys = new LimitKeys();
        _limits = options.Compile(current => new RateLimits(current, keys));
        _table.Swept += forgotten =>
        {
            if (forgotten > 0)
            {
                RateLimitLog.Forgotten(_logger, forgotten);
            }
        };
    }

    public RateLimits Limits => _limits.Value;

    /// <returns>The refusal, or <see langword="null"/> if every limit that is counted by address has room.</returns>
    public Refusal? TakeByAddress(HttpContext context, RateLimits limits)
    {
        var list = limits.For(context.GetEndpoint()).ByAddress;
        if (list.Length == 0)
        {
            return null;
        }

        var address = context.Connection.RemoteIpAddress;
        if (address is null)
        {
            TellOfMissingAddress();
        }
        else if (limits.IsExempt(address))
        {
            return null;
        }

        var now = _clock.Recent;
        foreach (var limit in list)
        {
            if (address is null && limit.SkipsUnknown)
            {
                continue;
            }

            var wait = _table.Take(LimitKeys.ForAddress(limit.Seed, address), now, limit.Interval, limit.Tolerance);
            if (wait > 0)
            {
                return limit.Refuse(wait);
            }
        }

        return null;
    }

    /// <returns>The refusal, or <see langword="null"/> if every limit that is counted by caller, or for all, has room.</returns>
    public Refusal? TakeByCaller(HttpContext context, RateLimits limits)
    {
        var list = limits.For(context.GetEndpoint()).ByCaller;
        if (list.Length == 0)
        {
            return null;
        }

        var now = _clock.Recent;
        foreach (var limit in list)
        {
            ulong key;
            if (limit.Per == LimitBy.Everyone)
            {
                key = LimitKeys.ForEveryone(limit.Seed);
            }
            else
            {
                key = LimitKeys.ForClient(limit.Seed, context, out var isKnown);
                if (limit.SkipsUnknown && !isKnown)
                {
                    continue;
                }
            }

            var wait = _table.Take(key, now, limit.Interval, limit.Tolerance);
            if (wait > 0)
            {
                return limit.Refuse(wait);
            }
        }

        return null;
    }

    public void Dispose() => _table.Dispose();

    private void TellOfMissingAddress()
    {
        if (Volatile.Read(ref _toldOfMissingAddress) == 0 && Interlocked.Exchange(ref _toldOfMissingAddress, 1) == 0)
        {
            RateLimitLog.NoAddress(_logger);
        }
    }
}
