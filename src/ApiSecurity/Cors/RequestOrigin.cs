using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Cors;

/// <summary>How the origin of a request relates to the API.</summary>
internal static class RequestOrigin
{
    private const string FetchSite = "Sec-Fetch-Site";

    /// <summary>
    /// Whether the page is the API's own. Browsers say so, and no script can make them; where they don't, the origin is held against the
    /// address that was asked for.
    /// </summary>
    public static bool IsOwn(HttpRequest request, string? origin) => SaysFetchSite(request, "same-origin") || IsOwnAddress(request, origin);

    public static bool SaysFetchSite(HttpRequest request, string site) =>
        request.Headers.TryGetValue(FetchSite, out var values) && values.Count == 1 && string.Equals(values[0], site, StringComparison.Ordinal);

    public static bool HasFetchSite(HttpRequest request) => request.Headers.ContainsKey(FetchSite);

    public static bool IsAllowed(CorsPolicy? policy, string? origin)
    {
        if (policy is null || origin is null)
        {
            return false;
        }

        // Also for predicates of the application's own: they never see what no browser would send.
        return OriginSyntax.IsSerialized(origin)
            ? policy.AllowAnyOrigin || policy.IsOriginAllowed(origin)
            : policy.AllowAnyOrigin && origin == "null";
    }

    private static bool IsOwnAddress(HttpRequest request, string? origin)
    {
        if (!OriginSyntax.TrySplit(origin, out var scheme, out var host, out var port)
            || !scheme.Equals(request.Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var own = request.Host.Value.AsSpan();
        if (!own.StartsWith(host, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // A browser leaves the default port out of both; a client or a proxy may write it into Host.
        own = own[host.Length..];
        var ownPort = own.StartsWith(':') ? own[1..] : own;
        return (own.IsEmpty || own.Length > ownPort.Length)
            && (ownPort.SequenceEqual(port) || (port.IsEmpty && ownPort.SequenceEqual(OriginSyntax.DefaultPort(scheme))));
    }
}
