using System.Globalization;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Transport;

/// <summary>
/// Sets Kestrel's limits where the application has left them at Kestrel's defaults; of two choices the stricter counts. In Report mode
/// nothing is touched: what Kestrel refuses can't be reported and let pass.
/// </summary>
internal sealed class KestrelSetup(FeatureOptionsSource<TransportOptions> source, KestrelState state) : IPostConfigureOptions<KestrelServerOptions>
{
    // Kestrel raises the connection's keep-alive pings only where asked to; a peer that is gone is then noticed.
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(60);

    private static readonly KestrelServerLimits Defaults = new();
    private static readonly TransportLimits OurDefaults = new();

    public void PostConfigure(string? name, KestrelServerOptions options)
    {
        if (options.Limits.MaxRequestBodySize != Defaults.MaxRequestBodySize)
        {
            state.ApplicationMaxBody = options.Limits.MaxRequestBodySize ?? long.MaxValue;
        }

        var current = source.Current;
        if (!current.IsEnforced)
        {
            return;
        }

        Bound(options.Limits, current.Limits);
        KestrelTls.Harden(options, state);
        if (!KestrelInternals.TryDisableLineFeedTerminators(options))
        {
            state.Note("this version of Kestrel takes a bare line feed as the end of a line, and can't be told otherwise");
        }
    }

    private void Bound(KestrelServerLimits kestrel, TransportLimits limits)
    {
        kestrel.MaxRequestHeaderCount = Choose(
            nameof(limits.MaxHeaderCount), kestrel.MaxRequestHeaderCount, Defaults.MaxRequestHeaderCount, limits.MaxHeaderCount, OurDefaults.MaxHeaderCount);
        kestrel.MaxRequestHeadersTotalSize = Choose(
            nameof(limits.MaxHeaderBytes), kestrel.MaxRequestHeadersTotalSize, Defaults.MaxRequestHeadersTotalSize, limits.MaxHeaderBytes, OurDefaults.MaxHeaderBytes);
        kestrel.Http2.MaxRequestHeaderFieldSize = Math.Min(kestrel.Http2.MaxRequestHeaderFieldSize, kestrel.MaxRequestHeadersTotalSize);
        kestrel.Http3.MaxRequestHeaderFieldSize = Math.Min(kestrel.Http3.MaxRequestHeaderFieldSize, kestrel.MaxRequestHeadersTotalSize);
        state.BoundsHeaders = true;

        if (kestrel.RequestHeadersTimeout == Defaults.RequestHeadersTimeout || limits.HeadersTimeout < kestrel.RequestHeadersTimeout)
        {
            kestrel.RequestHeadersTimeout = limits.HeadersTimeout;
        }

        if (kestrel.MinRequestBodyDataRate is { } rate && rate.BytesPerSecond < limits.MinBodyBytesPerSecond)
        {
            kestrel.MinRequestBodyDataRate = new MinDataRate(limits.MinBodyBytesPerSecond, rate.GracePeriod);
        }

        if (kestrel.Http2.KeepAlivePingDelay == Defaults.Http2.KeepAlivePingDelay)
        {
            kestrel.Http2.KeepAlivePingDelay = PingDelay;
        }

        // The checks answer with a problem, Kestrel without: it must let as much through as they allow.
        const int MethodAndVersion = 512;
        kestrel.MaxRequestLineSize = Math.Max(kestrel.MaxRequestLineSize, limits.MaxPathBytes + limits.MaxQueryBytes + MethodAndVersion);
        kestrel.MaxRequestBodySize = BodyLimit.Of(limits, state) is var body and < long.MaxValue ? body : null;
    }

    /// <summary>Kestrel's default gives way to ours; the application's own choice gives way to a stricter one that was made in our options.</summary>
    private int Choose(string key, int chosen, int kestrelDefault, int ours, int ourDefault)
    {
        if (chosen == kestrelDefault)
        {
            return ours;
        }

        if (ours != ourDefault)
        {
            return Math.Min(chosen, ours);
        }

        if (chosen > ours)
        {
            state.Note(string.Create(CultureInfo.InvariantCulture, $"Kestrel's limit for {key} is the application's own: {chosen}"));
        }

        return chosen;
    }
}
