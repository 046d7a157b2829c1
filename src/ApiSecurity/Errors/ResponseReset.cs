using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ApiSecurity.Errors;

/// <summary>
/// Takes back what the application set on a response that failed: cookies, caching, types, headers of its own. What belongs to the
/// connection or to the exchange as a whole stays; without the CORS headers a browser's script could not even read the status.
/// </summary>
internal static class ResponseReset
{
    private static readonly FrozenSet<string> Kept = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Access-Control-Allow-Origin",
        "Access-Control-Allow-Credentials",
        "Access-Control-Expose-Headers",
        "Access-Control-Allow-Private-Network",
        "Timing-Allow-Origin",
        "Vary",
        "Strict-Transport-Security",
        "RateLimit",
        "RateLimit-Policy",
        "Request-Id",
        "X-Request-Id",
        "X-Correlation-Id",
        "traceresponse",
        "Alt-Svc",
        "Connection");

    public static void Apply(HttpResponse response)
    {
        List<KeyValuePair<string, StringValues>>? kept = null;
        foreach (var header in response.Headers)
        {
            if (Kept.Contains(header.Key))
            {
                (kept ??= []).Add(header);
            }
        }

        response.Clear();
        foreach (var (name, value) in kept ?? [])
        {
            response.Headers[name] = value;
        }
    }
}
