using Microsoft.Extensions.Logging;

namespace ApiSecurity.RateLimiting;

internal static partial class RateLimitLog
{
    [LoggerMessage(1, LogLevel.Warning, "Requests arrive without a client address (a Unix socket, or an in-process test server) and are not limited by address. Behind a proxy, name it in ApiSecurity:Transport, so that the client's address is known", EventName = "NoClientAddress")]
    public static partial void NoAddress(ILogger logger);

    [LoggerMessage(2, LogLevel.Warning, "The rate limits of {Count} keys were forgotten early in the last hour because the table was full. Raise ApiSecurity:RateLimiting:MaxKeys", EventName = "LimitsForgotten")]
    public static partial void Forgotten(ILogger logger, long count);
}
