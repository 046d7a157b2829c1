using ApiSecurity.Pipeline;

namespace ApiSecurity.Transport;

/// <summary>The refusals of this room; made once, for none of them repeats what the client sent.</summary>
internal static class TransportProblems
{
    private const string Feature = "transport";

    private static readonly ApiProblem HttpsProblem = new(403, ReasonCodes.HttpsRequired, "This API answers over HTTPS only.");
    private static readonly ApiProblem UrlProblem = new(400, ReasonCodes.UrlMalformed, "The URL is not written as a URL must be.");

    public static readonly Refusal HttpsRequired = new(Feature, SecurityEventNames.TransportRefused, HttpsProblem);

    public static readonly Refusal HttpsRequiredForCredential = HttpsRequired with
    {
        Severity = SecurityEventSeverity.High,
        Detail = "a credential came with the request over plain HTTP: take it for stolen",
    };

    public static readonly Refusal HttpsRequiredForProxied = HttpsRequired with
    {
        Detail = "forwarded headers came with it, from an address that ApiSecurity:Transport:TrustedProxies does not list",
    };

    public static readonly Refusal HostNotAllowed =
        Connection(new(421, ReasonCodes.HostNotAllowed, "This API does not answer for the host."));

    public static readonly Refusal HostMalformed = Connection(new(400, ReasonCodes.HostMalformed, "The host is not written as a host must be."));

    public static readonly Refusal ForwardedUntrusted =
        new(Feature, SecurityEventNames.TransportRefused, null)
        {
            Reason = ReasonCodes.ForwardedUntrusted,
            Detail = "forwarded headers from an address that ApiSecurity:Transport:TrustedProxies does not list are ignored",
        };

    public static readonly Refusal CertificateUntrusted = ForwardedUntrusted with
    {
        Reason = ReasonCodes.CertificateUntrusted,
        Detail = "Client-Cert from an address that ApiSecurity:Transport:TrustedProxies does not list is ignored",
    };

    public static readonly Refusal ForwardedMalformed =
        Connection(new(400, ReasonCodes.ForwardedMalformed, "The forwarded headers can't be read."));

    public static readonly Refusal ForwardedConflict =
        Connection(new(400, ReasonCodes.ForwardedConflict, "Forwarded and X-Forwarded-… contradict each other.")) with { Severity = SecurityEventSeverity.High };

    public static readonly Refusal PathTooLong = Input(new(414, ReasonCodes.PathTooLong, "The path is too long."));

    public static readonly Refusal QueryTooLong = Input(new(414, ReasonCodes.QueryTooLong, "The query is too long."));

    public static readonly Refusal TooManyQueryParameters =
        Input(new(400, ReasonCodes.TooManyQueryParameters, "The query has too many parameters."));

    public static readonly Refusal HeadersTooLarge = Input(new(431, ReasonCodes.HeadersTooLarge, "The headers are too many or too large."));

    public static readonly Refusal HeaderRepeated =
        Input(new(400, ReasonCodes.HeaderRepeated, "A header that may come once came more than once."));

    public static readonly Refusal HeaderNameMalformed =
        Input(new(400, ReasonCodes.MalformedRequest, "The name of a header is not written as one must be.")) with { Severity = SecurityEventSeverity.High };

    public static readonly Refusal FramingAmbiguous =
        Input(new(400, ReasonCodes.FramingAmbiguous, "The length of the request is told in more than one way.")) with
        {
            Severity = SecurityEventSeverity.High,
            Headers = [new("Connection", "close")],
        };

    public static readonly Refusal MethodOverride =
        Input(new(400, ReasonCodes.MethodOverrideRefused, "The method of a request can't be overridden."));

    public static readonly Refusal ContentTooLarge =
        Input(new(413, ReasonCodes.ContentTooLarge, "The body is too large."));

    public static readonly Refusal NotAcceptable =
        Input(new(406, ReasonCodes.NotAcceptable, "The endpoint has no answer of a type that the client accepts."));

    public static readonly Refusal DecompressionBomb = Input(new(413, ReasonCodes.DecompressionBomb, "The body is too large.")) with
    {
        Severity = SecurityEventSeverity.High,
    };

    public static readonly Refusal TimedOut =
        new(Feature, SecurityEventNames.TransportRefused, new(504, ReasonCodes.TimedOut, "The request took too long."));

    private static readonly Refusal[] UrlFaults = [.. Enum.GetValues<UrlFault>().Select(fault => Url(fault.Name()))];

    /// <summary>A redirect takes the place of the refusal; it is told as one, for the client is to change its URL.</summary>
    public static Refusal Redirect(string location) => HttpsRequired with
    {
        Problem = HttpsProblem with { Status = 307 },
        Severity = SecurityEventSeverity.Low,
        Headers = [new("Location", location)],
    };

    public static Refusal MethodNotAllowed(string allow) =>
        Input(new(405, ReasonCodes.MethodNotAllowed, "This API does not use the method.")) with { Headers = [new("Allow", allow)] };

    public static Refusal UnsupportedMediaType(string accepted) =>
        Input(new(415, ReasonCodes.UnsupportedMediaType, "The endpoint does not take content of this type.")) with { Headers = [new("Accept", accepted)] };

    public static Refusal ContentEncodingNotSupported(string accepted) =>
        Input(new(415, ReasonCodes.ContentEncodingNotSupported, "The body's content encoding is not supported.")) with
        {
            Headers = [new("Accept-Encoding", accepted)],
        };

    public static Refusal UrlMalformed(UrlFault fault) => UrlFaults[(int)fault];

    private static Refusal Connection(ApiProblem problem) => new(Feature, SecurityEventNames.TransportRefused, problem);

    private static Refusal Input(ApiProblem problem) => new(Feature, SecurityEventNames.InputValidationFailed, problem);

    private static Refusal Url(string rule) => Input(UrlProblem) with
    {
        Severity = SecurityEventSeverity.High,
        Detail = rule,
        Extensions = [new("rule", rule)],
    };
}
