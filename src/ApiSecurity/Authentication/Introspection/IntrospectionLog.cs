using Microsoft.Extensions.Logging;

namespace ApiSecurity.Authentication;

internal static partial class IntrospectionLog
{
    [LoggerMessage(1, LogLevel.Warning, "The authorization server {Server} was asked about a token, but {Cause}.")]
    public static partial void NoAnswer(ILogger logger, string server, string cause);

    [LoggerMessage(2, LogLevel.Error, "Asking the authorization server {Server} about a token failed with {Exception}.")]
    public static partial void Failed(ILogger logger, string server, string exception);
}
