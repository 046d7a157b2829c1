namespace ApiSecurity;

/// <content>The codes of plain HTTP statuses: of answers without a body that became problems, and of exceptions.</content>
public static partial class ReasonCodes
{
    /// <summary>The server or the framework could not read the request, or could not bind it to the endpoint's parameters.</summary>
    public const string MalformedRequest = "malformed_request";

    /// <summary>The antiforgery token is missing or not valid.</summary>
    public const string AntiforgeryFailed = "antiforgery_failed";

    /// <summary>The application answered 400 without saying more.</summary>
    public const string BadRequest = "bad_request";

    /// <summary>There is nothing at this address, or nothing that the caller may know of.</summary>
    public const string NotFound = "not_found";

    /// <summary>The address does not know the method; the header <c>Allow</c> tells those that it knows.</summary>
    public const string MethodNotAllowed = "method_not_allowed";

    /// <summary>No representation suits the request's <c>Accept</c> headers.</summary>
    public const string NotAcceptable = "not_acceptable";

    /// <summary>The request took too long to arrive.</summary>
    public const string RequestTimeout = "request_timeout";

    /// <summary>The request conflicts with the state of the resource.</summary>
    public const string Conflict = "conflict";

    /// <summary>The resource was there and is no more.</summary>
    public const string Gone = "gone";

    /// <summary>The request must tell its length.</summary>
    public const string LengthRequired = "length_required";

    /// <summary>A condition of the request (<c>If-Match</c> and the like) does not hold.</summary>
    public const string PreconditionFailed = "precondition_failed";

    /// <summary>The request's content is larger than the endpoint takes.</summary>
    public const string ContentTooLarge = "content_too_large";

    /// <summary>The request's address is longer than the server takes.</summary>
    public const string UriTooLong = "uri_too_long";

    /// <summary>The endpoint does not take content of this type.</summary>
    public const string UnsupportedMediaType = "unsupported_media_type";

    /// <summary>The request was understood, but can't be processed as it is.</summary>
    public const string UnprocessableContent = "unprocessable_content";

    /// <summary>The request must be made conditional (<c>If-Match</c>).</summary>
    public const string PreconditionRequired = "precondition_required";

    /// <summary>The caller sent too many requests.</summary>
    public const string TooManyRequests = "too_many_requests";

    /// <summary>The request's headers are larger than the server takes.</summary>
    public const string HeadersTooLarge = "headers_too_large";

    /// <summary>The application does not do this.</summary>
    public const string NotImplemented = "not_implemented";

    /// <summary>A server behind this one gave no usable answer.</summary>
    public const string BadGateway = "bad_gateway";

    /// <summary>The application can't answer at the moment.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>The application did not finish in time.</summary>
    public const string TimedOut = "timed_out";

    /// <summary>The application answered with a status from 400 to 499 that has no code of its own.</summary>
    public const string ClientError = "client_error";

    /// <summary>The application answered with a status from 500 to 599 that has no code of its own.</summary>
    public const string ServerError = "server_error";
}
