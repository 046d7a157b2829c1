using Microsoft.Extensions.Logging;

namespace ApiSecurity.Authentication;

internal static partial class HttpSignatureLog
{
    [LoggerMessage(1, LogLevel.Error, "The keys of HTTP signatures can't be found at the moment, so the request is refused", EventName = "HttpSignatureKeysFailed")]
    public static partial void KeysFailed(ILogger logger, Exception exception);
}
