using Microsoft.Extensions.Logging;

namespace ApiSecurity.Authorization;

internal static partial class AccessDecisionLog
{
    [LoggerMessage(1, LogLevel.Warning, "The decision point gave no decision: {Why}", EventName = "DecisionFailed")]
    public static partial void Failed(ILogger logger, string why);

    [LoggerMessage(2, LogLevel.Warning, "The decision point was not asked: {MaxConcurrency} calls are under way, which is as many as AccessDecisions:MaxConcurrency allows", EventName = "DecisionsBusy")]
    public static partial void Busy(ILogger logger, int maxConcurrency);
}
