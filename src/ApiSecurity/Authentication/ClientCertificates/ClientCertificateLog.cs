using Microsoft.Extensions.Logging;

namespace ApiSecurity.Authentication;

internal static partial class ClientCertificateLog
{
    [LoggerMessage(
        1,
        LogLevel.Error,
        "It can't be found out whether the certificate {Thumbprint} has been revoked, so its client is answered with 503. Its authority's list must be within reach; if there is none, set ApiSecurity:ClientCertificates:RevocationMode to NoCheck",
        EventName = "CertificateRevocationUnknown")]
    public static partial void RevocationUnknown(ILogger logger, string thumbprint);
}
