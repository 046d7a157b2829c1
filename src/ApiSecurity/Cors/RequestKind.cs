using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ApiSecurity.Cors;

/// <summary>What a request is, as far as its origin matters.</summary>
internal static class RequestKind
{
    public static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.AccessControlRequestMethod.Count > 0;

    /// <summary>Methods that change nothing (RFC 9110 section 9.2.1). That a GET really changes nothing is up to the application.</summary>
    public static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method)
        || HttpMethods.IsQuery(method);

    /// <summary>
    /// Streams: a WebSocket, which browsers open without asking CORS (also by extended CONNECT, RFC 8441), and server-sent events, which
    /// would cost a connection that the page never reads.
    /// </summary>
    public static bool IsStream(HttpRequest request, EndpointCors endpoint) =>
        HttpMethods.IsConnect(request.Method)
        || (HttpMethods.IsGet(request.Method) && (request.Headers.Upgrade.Count > 0 || endpoint.StreamsEvents || AcceptsEvents(request)));

    /// <summary>
    /// Whether a credential came that browsers never add by themselves: a page can't set it without a pre-flight, so the request is not forged.
    /// Basic, Digest, Negotiate and NTLM are sent like cookies, once a user has signed in.
    /// </summary>
    public static bool HasExplicitCredential(HttpRequest request)
    {
        var authorization = request.Headers.Authorization;
        if (authorization.Count != 1 || string.IsNullOrWhiteSpace(authorization[0]))
        {
            return false;
        }

        var value = authorization[0].AsSpan().Trim();
        var end = value.IndexOf(' ');
        var scheme = end < 0 ? value : value[..end];
        return !(Is(scheme, "Basic") || Is(scheme, "Digest") || Is(scheme, "Negotiate") || Is(scheme, "NTLM") || Is(scheme, "Kerberos"));
    }

    /// <summary>Whether something came that a browser adds by itself; its certificate may be told by a proxy (RFC 9440).</summary>
    public static bool HasAmbientCredential(HttpRequest request) =>
        request.Headers.Cookie.Count > 0
        || request.Headers.Authorization.Count > 0
        || request.HttpContext.Features.Get<ITlsConnectionFeature>()?.ClientCertificate is not null
        || request.Headers.ContainsKey("Client-Cert");

    public static bool MayHaveBody(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? request.ContentLength is not 0;

    /// <summary>The media type in front of the parameters, as browsers decide by it; empty if there is none, or more than one header.</summary>
    public static ReadOnlySpan<char> MediaType(HttpRequest request)
    {
        var header = request.Headers.ContentType;
        if (header.Count != 1)
        {
            return default;
        }

        var value = header[0].AsSpan();
        var end = value.IndexOf(';');
        return (end < 0 ? value : value[..end]).Trim();
    }

    /// <summary>Content types that a form or a script sends without a pre-flight (Fetch Standard, CORS-safelisted request-header).</summary>
    public static bool IsSimple(ReadOnlySpan<char> mediaType) =>
        mediaType.IsEmpty || Is(mediaType, "text/plain") || Is(mediaType, "application/x-www-form-urlencoded") || Is(mediaType, "multipart/form-data");

    private static bool AcceptsEvents(HttpRequest request)
    {
        foreach (var value in request.Headers.Accept)
        {
            if (value is not null && value.Contains("text/event-stream", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Is(ReadOnlySpan<char> text, string name) => text.Equals(name, StringComparison.OrdinalIgnoreCase);
}
