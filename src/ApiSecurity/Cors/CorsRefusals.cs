using ApiSecurity.Pipeline;

namespace ApiSecurity.Cors;

/// <summary>The refusals of this room; none depends on the request, so each is made once.</summary>
internal static class CorsRefusals
{
    public static readonly Refusal Preflight = Of(CorsProblems.OriginNotAllowed, "pre-flight");

    public static readonly Refusal Request = Of(CorsProblems.OriginNotAllowed, "state-changing request");

    public static readonly Refusal Handshake = Of(CorsProblems.OriginNotAllowed, "WebSocket or event stream");

    public static readonly Refusal HandshakeWithCookie = Of(CorsProblems.CrossSiteRequest, "WebSocket or event stream with a cookie, under a policy that allows every origin");

    public static readonly Refusal ManyOrigins = Of(CorsProblems.OriginNotAllowed, "more than one Origin header") with
    {
        Severity = SecurityEventSeverity.High,
    };

    public static readonly Refusal GrantRemoved = Of(CorsProblems.OriginNotAllowed, "CORS headers of the application's own, removed") with
    {
        Severity = SecurityEventSeverity.Low,
    };

    public static readonly Refusal PreflightMethod = Of(CorsProblems.CorsMethodNotAllowed, "pre-flight");

    public static readonly Refusal RequestMethod = Of(CorsProblems.CorsMethodNotAllowed, "request without a pre-flight");

    public static readonly Refusal PreflightHeader = Of(CorsProblems.CorsHeaderNotAllowed, "pre-flight");

    public static readonly Refusal PrivateNetwork = Of(CorsProblems.PrivateNetworkAccess, "pre-flight");

    public static readonly Refusal FetchMetadata = Of(CorsProblems.CrossSiteRequest, "Sec-Fetch-Site");

    public static readonly Refusal Credentials = Of(CorsProblems.CrossSiteRequest, "the policy does not allow credentials");

    public static readonly Refusal ContentType = Of(CorsProblems.CrossSiteContentType, "content type that needs no pre-flight");

    private static Refusal Of(ApiProblem problem, string detail) =>
        new("cors", SecurityEventNames.CrossOriginRefused, problem) { Detail = detail };
}
