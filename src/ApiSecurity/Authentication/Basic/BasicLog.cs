using Microsoft.Extensions.Logging;

namespace ApiSecurity.Authentication;

internal static partial class BasicLog
{
    [LoggerMessage(1, LogLevel.Error, "The store of users failed with {Exception}; the request is answered with 503.")]
    public static partial void StoreFailed(ILogger logger, string? exception);

    [LoggerMessage(2, LogLevel.Warning, "A stronger hash of a password could not be kept ({Exception}); it is tried again at the next sign-in.")]
    public static partial void HashNotKept(ILogger logger, string? exception);
}
