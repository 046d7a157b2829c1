using System.Collections.Frozen;

namespace ApiSecurity.Cors;

internal static class CorsDefaults
{
    public static readonly TimeSpan PreflightMaxAge = TimeSpan.FromMinutes(10);

    /// <summary>What Chromium caps at; a longer time would only keep a withdrawn permission alive elsewhere.</summary>
    public static readonly TimeSpan MaximumPreflightMaxAge = TimeSpan.FromHours(2);

    /// <summary>The methods that browsers send without a pre-flight (Fetch Standard, CORS-safelisted method).</summary>
    public static readonly string[] Methods = ["GET", "HEAD", "POST"];

    public static readonly string[] Headers = ["Authorization", "Content-Type"];

    /// <summary>Headers that are there without a pre-flight, whoever lists them: the browser's own, and those a page may always set.</summary>
    public static readonly FrozenSet<string> Safelisted = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control", "Connection", "Content-Encoding",
        "Content-Language", "Content-Length", "Content-Type", "Cookie", "Date", "DNT", "Expect", "Host", "If-Match", "If-Modified-Since",
        "If-None-Match", "If-Range", "If-Unmodified-Since", "Keep-Alive", "Origin", "Pragma", "Priority", "Range", "Referer",
        "Save-Data", "Sec-Fetch-Dest", "Sec-Fetch-Mode", "Sec-Fetch-Site", "Sec-Fetch-User", "Sec-GPC", "TE", "Trailer",
        "Transfer-Encoding", "Upgrade", "Upgrade-Insecure-Requests", "User-Agent", "Via", "X-Forwarded-For", "X-Forwarded-Host",
        "X-Forwarded-Proto", "traceparent", "tracestate", "Request-Id", "X-Request-Id", "X-Correlation-Id");
}
