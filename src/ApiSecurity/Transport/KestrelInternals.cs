using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ApiSecurity.Transport;

/// <summary>
/// Two things that Kestrel has no public way for: reading the application's HTTPS defaults before setting others (a second
/// <c>ConfigureHttpsDefaults</c> replaces the first), and refusing a bare line feed as the end of a line. Where a later Kestrel has them
/// no more, both say so and nothing changes.
/// </summary>
internal static class KestrelInternals
{
    public static bool TryGetHttpsDefaults(KestrelServerOptions options, [NotNullWhen(true)] out Action<HttpsConnectionAdapterOptions>? defaults)
    {
        try
        {
            defaults = HttpsDefaults(options);
            return true;
        }
        catch (MissingMethodException)
        {
            defaults = null;
            return false;
        }
    }

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

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_HttpsDefaults")]
    private static extern Action<HttpsConnectionAdapterOptions> HttpsDefaults(KestrelServerOptions options);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_DisableHttp1LineFeedTerminators")]
    private static extern void SetDisableLineFeedTerminators(KestrelServerOptions options, bool value);
}
