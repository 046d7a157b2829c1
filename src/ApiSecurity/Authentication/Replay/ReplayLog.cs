using Microsoft.Extensions.Logging;

namespace ApiSecurity.Authentication;

internal static partial class ReplayLog
{
    [LoggerMessage(1, LogLevel.Error, "The replay store failed, so the request is refused: {ExceptionType}", EventName = "ReplayStoreFailed")]
    public static partial void StoreFailed(ILogger logger, string? exceptionType);
}
