using ApiSecurity.Pipeline;

namespace ApiSecurity.Errors;

/// <summary>What clients are told: one fixed problem a status. Nothing in here comes from an exception or from the request.</summary>
internal static class ErrorsProblems
{
    public const string Feature = "errors";

    public static readonly ApiProblem MalformedRequest = new(400, ReasonCodes.MalformedRequest, "The request could not be read.");
    public static readonly ApiProblem AntiforgeryFailed = new(400, ReasonCodes.AntiforgeryFailed, "The antiforgery token is missing or not valid.");
    public static readonly ApiProblem TimedOut = new(504, ReasonCodes.TimedOut, "The request could not be processed in time.");
    public static readonly ApiProblem Unavailable = new(503, ReasonCodes.Unavailable, "The request can't be processed at the moment.");

    private static readonly ApiProblem?[] Known = Index(
        new(400, ReasonCodes.BadRequest, "The request is not valid."),
        ApiProblems.Unauthenticated,
        ApiProblems.Forbidden,
        new(404, ReasonCodes.NotFound, "There is nothing here."),
        new(405, ReasonCodes.MethodNotAllowed, "The method is not allowed here."),
        new(406, ReasonCodes.NotAcceptable, "No representation suits the Accept headers."),
        new(408, ReasonCodes.RequestTimeout, "The request took too long to arrive."),
        new(409, ReasonCodes.Conflict, "The request conflicts with the state of the resource."),
        new(410, ReasonCodes.Gone, "The resource is gone."),
        new(411, ReasonCodes.LengthRequired, "The request must tell its length."),
        new(412, ReasonCodes.PreconditionFailed, "A condition of the request does not hold."),
        new(413, ReasonCodes.ContentTooLarge, "The content is too large."),
        new(414, ReasonCodes.UriTooLong, "The address is too long."),
        new(415, ReasonCodes.UnsupportedMediaType, "Content of this type is not taken here."),
        new(422, ReasonCodes.UnprocessableContent, "The request can't be processed as it is."),
        new(428, ReasonCodes.PreconditionRequired, "The request must be conditional."),
        new(429, ReasonCodes.TooManyRequests, "There were too many requests."),
        new(431, ReasonCodes.HeadersTooLarge, "The headers are too large."),
        ApiProblems.InternalError,
        new(501, ReasonCodes.NotImplemented, "This is not implemented."),
        new(502, ReasonCodes.BadGateway, "A server behind this one gave no usable answer."),
        Unavailable,
        TimedOut);

    public static bool IsError(int status) => status is >= 400 and <= 599;

    /// <summary>The problem for a status from 400 to 599.</summary>
    public static ApiProblem For(int status) => Known[status - 400] ?? (status < 500
        ? new ApiProblem(status, ReasonCodes.ClientError, "The request was not accepted.")
        : new ApiProblem(status, ReasonCodes.ServerError, "The request could not be processed."));

    private static ApiProblem?[] Index(params ReadOnlySpan<ApiProblem> problems)
    {
        var index = new ApiProblem?[200];
        foreach (var problem in problems)
        {
            index[problem.Status - 400] = problem;
        }

        return index;
    }
}
