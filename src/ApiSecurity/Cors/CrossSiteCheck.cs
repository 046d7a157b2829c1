using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Cors;

/// <summary>
/// The protection against cross-site request forgery: what CORS does not stop, because a browser sends it without asking.
/// The way is that of Go's <c>http.CrossOriginProtection</c> and of .NET 11: Fetch Metadata first, Origin where they are missing,
/// and a client that sends neither is no browser.
/// </summary>
internal static class CrossSiteCheck
{
    /// <summary>A request with an Origin header that is not the API's own.</summary>
    public static Refusal? Check(HttpRequest request, CorsRules rules, EndpointCors endpoint, CorsPolicy? policy, bool allowed)
    {
        if (RequestKind.IsStream(request, endpoint))
        {
            return CheckStream(request, policy, allowed);
        }

        if (RequestKind.IsSafe(request.Method) || IsExempt(request, rules, endpoint) || RequestKind.HasExplicitCredential(request))
        {
            return null;
        }

        if (!allowed)
        {
            return AllowsSameSite(request, rules) ? CheckContentType(request, endpoint, policy) : CorsRefusals.Request;
        }

        // A browser sends a GET, HEAD or POST without asking, so a policy that does not list it must hold here. The application's own
        // policies were written for the framework, where it never did.
        if (policy is ConfiguredCorsPolicy && !policy.Methods.Contains(request.Method))
        {
            return CorsRefusals.RequestMethod;
        }

        if (!RequestKind.HasAmbientCredential(request))
        {
            return null;
        }

        return policy!.SupportsCredentials && !policy.AllowAnyOrigin ? CheckContentType(request, endpoint, policy) : CorsRefusals.Credentials;
    }

    /// <summary>
    /// A state-changing request with what a browser adds by itself, and without an Origin header: an old browser, or none. Programs have
    /// certificates and passwords too, and send what they like; a cookie is the mark of a browser.
    /// </summary>
    public static Refusal? CheckWithoutOrigin(HttpRequest request, CorsRules rules, EndpointCors endpoint)
    {
        if (IsExempt(request, rules, endpoint)
            || RequestKind.HasExplicitCredential(request)
            || RequestOrigin.SaysFetchSite(request, "same-origin")
            || RequestOrigin.SaysFetchSite(request, "none"))
        {
            return null;
        }

        if (RequestOrigin.HasFetchSite(request) && !AllowsSameSite(request, rules))
        {
            return CorsRefusals.FetchMetadata;
        }

        return request.Headers.Cookie.Count > 0 ? CheckContentType(request, endpoint, policy: null) : null;
    }

    /// <summary>A stream of events that another site's page asks for in a way that sends no Origin, as an image for instance.</summary>
    public static Refusal? CheckStreamWithoutOrigin(HttpRequest request, CorsRules rules) =>
        RequestOrigin.HasFetchSite(request)
        && !RequestOrigin.SaysFetchSite(request, "same-origin")
        && !RequestOrigin.SaysFetchSite(request, "none")
        && !AllowsSameSite(request, rules)
            ? CorsRefusals.Handshake
            : null;

    /// <summary>ASVS 5.0 section 4.4.2: nothing else stands between another site's page and a WebSocket.</summary>
    private static Refusal? CheckStream(HttpRequest request, CorsPolicy? policy, bool allowed)
    {
        if (!allowed)
        {
            return CorsRefusals.Handshake;
        }

        return policy!.AllowAnyOrigin && RequestKind.HasAmbientCredential(request) ? CorsRefusals.HandshakeWithCookie : null;
    }

    /// <summary>
    /// A body that a browser sends without a pre-flight must not be taken for JSON by an endpoint that does not look at its type.
    /// </summary>
    private static Refusal? CheckContentType(HttpRequest request, EndpointCors endpoint, CorsPolicy? policy)
    {
        if (!HttpMethods.IsPost(request.Method) || !RequestKind.MayHaveBody(request))
        {
            return null;
        }

        var mediaType = RequestKind.MediaType(request);
        return !RequestKind.IsSimple(mediaType) || endpoint.Accepts(mediaType) || WasPreflighted(request, policy)
            ? null
            : CorsRefusals.ContentType;
    }

    /// <summary>Whether a header is there that no page can set without a pre-flight.</summary>
    private static bool WasPreflighted(HttpRequest request, CorsPolicy? policy)
    {
        if (request.Headers.XRequestedWith.Count > 0)
        {
            return true;
        }

        foreach (var header in policy?.Headers ?? [])
        {
            if (!CorsDefaults.Safelisted.Contains(header) && request.Headers.ContainsKey(header))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AllowsSameSite(HttpRequest request, CorsRules rules) =>
        rules.Options.CrossSite.AllowSameSite && RequestOrigin.SaysFetchSite(request, "same-site");

    private static bool IsExempt(HttpRequest request, CorsRules rules, EndpointCors endpoint) =>
        !rules.ProtectsCrossSite
        || endpoint.AllowsCrossSite
        || (rules.ExemptPaths.Count > 0 && rules.ExemptPaths.Contains(request.Path.Value ?? string.Empty));
}
