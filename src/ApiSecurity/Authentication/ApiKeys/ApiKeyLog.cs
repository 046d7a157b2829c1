using Microsoft.Extensions.Logging;

namespace ApiSecurity.Authentication;

internal static partial class ApiKeyLog
{
    [LoggerMessage(1, LogLevel.Error, "The store of API keys failed with {Exception}; the request is answered with 503.")]
    public static partial void StoreFailed(ILogger logger, string? exception);

    [LoggerMessage(2, LogLevel.Error, "The store of API keys can't be asked for changes ({Exception}). Keys that were used lately are accepted for {Silence} more at most.")]
    public static partial void StoreSilent(ILogger logger, string? exception, TimeSpan silence);

    [LoggerMessage(3, LogLevel.Information, "The store of API keys answers again.")]
    public static partial void StoreBack(ILogger logger);

    [LoggerMessage(4, LogLevel.Warning, "When API keys were used last could not be written ({Exception}); it is tried again with their next use.")]
    public static partial void UsesLost(ILogger logger, string? exception);
}
