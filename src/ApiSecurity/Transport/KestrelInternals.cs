using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Server.Kestrel;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ApiSecurity.Transport;

/// <summary>
/// What Kestrel has no public way for: reading the application's defaults before setting others (a second <c>Configure…Defaults</c> replaces the
/// first), the HTTPS options of endpoints that were set up in code, and refusing a bare line feed as the end of a line. Where a later Kestrel
/// has them no more, a <see cref="MissingMethodException"/> says so.
/// </summary>
internal static class KestrelInternals
{
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_HttpsDefaults")]
    public static extern Action<HttpsConnectionAdapterOptions> HttpsDefaults(KestrelServerOptions options);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_EndpointDefaults")]
    public static extern Action<ListenOptions> EndpointDefaults(KestrelServerOptions options);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_CodeBackedListenOptions")]
    public static extern List<ListenOptions> EndpointsInCode(KestrelServerOptions options);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_ConfigurationBackedListenOptions")]
    public static extern List<ListenOptions> EndpointsInConfiguration(KestrelServerOptions options);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_HttpsOptions")]
    public static extern HttpsConnectionAdapterOptions? Https(ListenOptions endpoint);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_HttpsCallbackOptions")]
    public static extern TlsHandshakeCallbackOptions? HttpsCallback(ListenOptions endpoint);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_EndpointConfigurations")]
    public static extern IDictionary<string, Action<EndpointConfiguration>> EndpointConfigurations(KestrelConfigurationLoader loader);

    public static bool TryDisableLineFeedTerminators(KestrelServerOptions options)
    {
        try
        {
            SetDisableLineFeedTerminators(options, true);
            return true;
        }
        catch (MissingMethodException)
        {
            return false;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_DisableHttp1LineFeedTerminators")]
    private static extern void SetDisableLineFeedTerminators(KestrelServerOptions options, bool value);
}
