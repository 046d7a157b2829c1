using Microsoft.Extensions.Logging;

namespace ApiSecurity.Authentication;

internal static partial class JwtLog
{
    [LoggerMessage(1, LogLevel.Debug, "The keys of the authorization server {Name} were read: {Keys} of them.", EventName = "MetadataRead")]
    public static partial void MetadataRead(ILogger logger, string name, int keys);

    [LoggerMessage(2, LogLevel.Warning, "The metadata or keys of the authorization server {Name} can't be used ({Error}). {Detail}", EventName = "MetadataFailed")]
    public static partial void MetadataFailed(ILogger logger, string name, string error, string detail);
}
