using Microsoft.Extensions.Logging;

namespace ApiSecurity.Errors;

internal static partial class ErrorsLog
{
    [LoggerMessage(1, LogLevel.Error, "The application failed; the client was told status {Status} and trace {TraceId}: {Failure}", EventName = "RequestFailed")]
    public static partial void Failed(ILogger logger, Exception? exception, int status, string traceId, string failure);

    [LoggerMessage(2, LogLevel.Error, "The application failed after the response had started, so the connection was ended; trace {TraceId}: {Failure}", EventName = "ResponseBroken")]
    public static partial void Broken(ILogger logger, Exception? exception, string traceId, string failure);

    [LoggerMessage(3, LogLevel.Debug, "The request could not be read; the client was told status {Status} and trace {TraceId}: {Failure}", EventName = "RequestUnreadable")]
    public static partial void Unreadable(ILogger logger, Exception? exception, int status, string traceId, string failure);

    [LoggerMessage(4, LogLevel.Debug, "The client went away; trace {TraceId}", EventName = "ClientGone")]
    public static partial void ClientGone(ILogger logger, string traceId);
}
