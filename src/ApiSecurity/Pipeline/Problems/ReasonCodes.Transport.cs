namespace ApiSecurity;

/// <content>The codes of connections and of the shape of requests.</content>
public static partial class ReasonCodes
{
    /// <summary>The request came over plain HTTP.</summary>
    public const string HttpsRequired = "https_required";

    /// <summary>The request's target is not written as an honest client writes it; the event's detail and the problem's <c>rule</c> say which rule it breaks.</summary>
    public const string UrlMalformed = "url_malformed";

    /// <summary>The path is longer than allowed.</summary>
    public const string PathTooLong = "path_too_long";

    /// <summary>The query is longer than allowed.</summary>
    public const string QueryTooLong = "query_too_long";

    /// <summary>The query has more parameters than allowed.</summary>
    public const string TooManyQueryParameters = "too_many_query_parameters";

    /// <summary>The API does not answer for the host that the request names.</summary>
    public const string HostNotAllowed = "host_not_allowed";

    /// <summary>The request's host is not written as a host must be.</summary>
    public const string HostMalformed = "host_malformed";

    /// <summary>Forwarded headers came from a peer that is no trusted proxy; they were ignored and the request went on.</summary>
    public const string ForwardedUntrusted = "forwarded_untrusted";

    /// <summary>A trusted proxy's forwarded headers can't be read.</summary>
    public const string ForwardedMalformed = "forwarded_malformed";

    /// <summary><c>Forwarded</c> and <c>X-Forwarded-…</c> came together and contradict each other.</summary>
    public const string ForwardedConflict = "forwarded_conflict";

    /// <summary>A header that may come once came more than once.</summary>
    public const string HeaderRepeated = "header_repeated";

    /// <summary>The request tells its length in more than one way, or in a way that not all servers read alike.</summary>
    public const string FramingAmbiguous = "framing_ambiguous";

    /// <summary>The request asks for another method than its own to be assumed.</summary>
    public const string MethodOverrideRefused = "method_override_refused";

    /// <summary>The body is compressed, in a way that the API does not take, or twice.</summary>
    public const string ContentEncodingNotSupported = "content_encoding_not_supported";

    /// <summary>A compressed body grew beyond the allowed size or ratio.</summary>
    public const string DecompressionBomb = "decompression_bomb";
}
