using Microsoft.Extensions.Logging;

namespace ApiSecurity.Pipeline;

internal static partial class ProblemLog
{
    // The type alone: the message is of the application's making, and this may happen for every refusal.
    [LoggerMessage(1, LogLevel.Error, "A problem could not be written as the application wants it (CustomizeProblemDetails, a problem writer or a JSON converter threw {Exception}); the client was told the least, trace {TraceId}", EventName = "ProblemNotWritten")]
    public static partial void NotWritten(ILogger logger, string? exception, string traceId);
}
