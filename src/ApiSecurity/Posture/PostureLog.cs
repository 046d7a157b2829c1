using Microsoft.Extensions.Logging;

namespace ApiSecurity.Posture;

internal static partial class PostureLog
{
    [LoggerMessage(1, LogLevel.Warning, "The posture of the API, {Counts}:{Findings}", EventName = "PostureFindings")]
    public static partial void Findings(ILogger logger, string counts, string findings);

    [LoggerMessage(2, LogLevel.Information, "The posture of the API, {Counts}:{Findings}", EventName = "PostureNotes")]
    public static partial void Notes(ILogger logger, string counts, string findings);

    [LoggerMessage(EventId = 3, EventName = "PostureEndpoints", Message = "The endpoints and what protects them:{Table}")]
    public static partial void Endpoints(ILogger logger, LogLevel level, string table);
}
