using System.Net;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Errors;

/// <summary>
/// Whether the client runs on this machine and talks to the application directly. A proxy on this machine makes every client look
/// local, so what carries a proxy's marks is not; and a page whose name was made to point at this machine (DNS rebinding) shows by its host.
/// </summary>
internal static class LocalClient
{
    private static readonly string[] ProxyMarks =
    [
        "Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "X-Forwarded-Port", "X-Forwarded-Server",
        "X-Original-For", "X-Original-Host", "X-Original-Proto", "X-Original-Prefix", "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP",
    ];

    public static bool Is(HttpContext context) => IsLocalConnection(context) && IsLocalHost(context.Request.Host.Host) && !IsProxied(context.Request);

    private static bool IsLocalConnection(HttpContext context) => context.Connection.RemoteIpAddress is { } address
        ? IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
        // Without an address it is a test's client in this process, or a proxy's at the other end of a Unix socket or a pipe.
        : context.Features.Get<IConnectionSocketFeature>() is null && context.Features.Get<IConnectionNamedPipeFeature>() is null;

    private static bool IsLocalHost(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool IsProxied(HttpRequest request)
    {
        foreach (var mark in ProxyMarks)
        {
            if (request.Headers.ContainsKey(mark))
            {
                return true;
            }
        }

        return false;
    }
}
