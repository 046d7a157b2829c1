using ApiSecurity.Pipeline;

namespace ApiSecurity.Cors;

/// <summary>The refusals of this room; none depends on the request, so each is made once.</summary>
internal static class CorsRefusals
{
    public static readonly Refusal Preflight = Of(ApiProblems.OriginNotAllowed, "pre-flight");

    public static readonly Refusal Request = Of(ApiProblems.OriginNotAllowed, "state-changing request");

    public static readonly Refusal Handshake = Of(ApiProblems.OriginNotAllowed, "WebSocket or event stream");

    public static readonly Refusal HandshakeWithCookie = Of(ApiProblems.CrossSiteRequest, "WebSocket or event stream with a cookie, under a policy that allows every origin");

    public static readonly Refusal ManyOrigins = Of(ApiProblems.OriginNotAllowed, "more than one Origin header") with
    {
        Severity = SecurityEventSeverity.High,
    };

    public static readonly Refusal GrantRemoved = Of(ApiProblems.OriginNotAllowed, "CORS headers of the application's own, removed") with
    {
        Severity = SecurityEventSeverity.Low,
    };

    public static readonly Refusal PreflightMethod = Of(ApiProblems.CorsMethodNotAllowed, "pre-flight");

    public static readonly Refusal RequestMethod = Of(ApiProblems.CorsMethodNotAllowed, "request without a pre-flight");

    public static readonly Refusal PreflightHeader = Of(ApiProblems.CorsHeaderNotAllowed, "pre-flight");

    public static readonly Refusal PrivateNetwork = Of(ApiProblems.PrivateNetworkAccess, "pre-flight");

    public static readonly Refusal FetchMetadata = Of(ApiProblems.CrossSiteRequest, "Sec-Fetch-Site");

    public static readonly Refusal Credentials = Of(ApiProblems.CrossSiteRequest, "the policy does not allow credentials");

    public static readonly Refusal ContentType = Of(ApiProblems.CrossSiteContentType, "content type that needs no pre-flight");

    private static Refusal Of(ApiProblem problem, string detail) =>
        new("cors", SecurityEventNames.CrossOriginRefused, problem) { Detail = detail };
}
