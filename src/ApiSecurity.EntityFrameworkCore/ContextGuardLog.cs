using Microsoft.Extensions.Logging;

namespace ApiSecurity.EntityFrameworkCore;

internal static partial class ContextGuardLog
{
    [LoggerMessage(1, LogLevel.Information, "The object policies are left out of a query of {Context}: {Reason}", EventName = "QueryWithoutPolicies")]
    public static partial void QueryWithout(ILogger logger, string context, string reason);

    [LoggerMessage(2, LogLevel.Information, "The object policies are left out of {Context} for now: {Reason}", EventName = "ContextWithoutPolicies")]
    public static partial void ContextWithout(ILogger logger, string context, string reason);

    [LoggerMessage(3, LogLevel.Warning, "A query of {Context} reads {Types} and did not ask the object policy; it was narrowed to what the caller may read. Write objects.Filter(…) of ObjectAuthorizer around it. Told once for each", EventName = "QueryFiltered")]
    public static partial void Filtered(ILogger logger, string context, string types);
}
