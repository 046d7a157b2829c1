using Microsoft.Extensions.Logging;

namespace ApiSecurity.Pipeline;

internal static partial class StartupLog
{
    [LoggerMessage(1, LogLevel.Information, "ApiSecurity is on, mode {Mode}:{Summary}", EventName = "StartupSummary")]
    public static partial void Summary(ILogger logger, ApiSecurityMode mode, string summary);

    [LoggerMessage(2, LogLevel.Error, "The changed configuration of ApiSecurity is not valid and is not used; the one from before goes on: {Errors}", EventName = "ReloadRefused")]
    public static partial void ReloadRefused(ILogger logger, string errors);

    [LoggerMessage(3, LogLevel.Information, "The changed configuration of ApiSecurity is in use", EventName = "Reloaded")]
    public static partial void Reloaded(ILogger logger);

    [LoggerMessage(4, LogLevel.Error, "The changed configuration of ApiSecurity is in use, but for one of its features, which threw an {Exception} and goes on as before", EventName = "ReloadIncomplete")]
    public static partial void ReloadIncomplete(ILogger logger, string exception);
}
