namespace ApiSecurity.Pipeline;

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
}
