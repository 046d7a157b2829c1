using ApiSecurity.Pipeline;

namespace ApiSecurity.Validation;

/// <summary>The refusals of this room.</summary>
internal static class ValidationProblems
{
    public const string Feature = "validation";

    private const string Title = "One or more validation errors occurred.";

    private static readonly ApiProblem Malformed = new(400, ReasonCodes.JsonMalformed, Title);
    private static readonly ApiProblem Unknown = new(400, ReasonCodes.UnknownMember, Title);
    private static readonly ApiProblem Mismatch = new(400, ReasonCodes.SchemaMismatch, Title);
    private static readonly ApiProblem UnknownUnprocessable = Unknown with { Status = 422 };
    private static readonly ApiProblem MismatchUnprocessable = Mismatch with { Status = 422 };

    public static readonly Refusal TooLarge = new(
        Feature, SecurityEventNames.InputValidationFailed, new ApiProblem(413, ReasonCodes.ContentTooLarge, "The body is too large."));

    private static readonly Refusal Ambiguous = Unsupported("The Content-Type of the request can be read in more than one way. Send application/json.");

    private static readonly Refusal UnknownCharset = Unsupported("The charset of the request body is not supported. Send UTF-8.");

    private static readonly Refusal QuotedCharset = Unsupported("The charset of the request body must be written without quotes.");

    /// <summary>Nothing came where a schema says what must.</summary>
    public static readonly Refusal NoBody = Of([new Violation(string.Empty, ViolationCodes.Required, "A body is required.", "$", string.Empty)], hasUnknownMember: false, unprocessable: false);

    /// <summary>A body that can't be looked at as it is going to be read.</summary>
    public static Refusal Of(BodyReading reading) => reading switch
    {
        BodyReading.UnknownCharset => UnknownCharset,
        BodyReading.QuotedCharset => QuotedCharset,
        _ => Ambiguous,
    };

    /// <summary>The check broke off: the operator is told the exception's type, since its text may hold what the client sent.</summary>
    public static Refusal Failed(Exception exception) => new(Feature, SecurityEventNames.InputValidationFailed, Mismatch)
    {
        Detail = $"the check failed: {exception.GetType().Name}",
        Extensions =
        [
            new("errors", new Dictionary<string, string[]> { ["$"] = [Details.Unchecked] }),
            new("violations", new Violation[] { new(string.Empty, ViolationCodes.Type, Details.Unchecked, "$", string.Empty) }),
        ],
    };

    /// <summary>One shape for all: <c>errors</c> as ASP.NET Core's own, <c>violations</c> for programs.</summary>
    public static Refusal Of(ValidationRun run, bool unprocessable) => Of(run.Violations, run.HasUnknownMember, unprocessable);

    /// <param name="violations">What was found; at least one.</param>
    /// <param name="hasUnknownMember">Whether a member is not one of the type's.</param>
    /// <param name="unprocessable">Whether what is well formed is answered with 422.</param>
    public static Refusal Of(IReadOnlyList<Violation> violations, bool hasUnknownMember, bool unprocessable)
    {
        var problem = violations[0].Code is ViolationCodes.Malformed or ViolationCodes.MaxDepth ? Malformed
            : hasUnknownMember ? unprocessable ? UnknownUnprocessable : Unknown
            : unprocessable ? MismatchUnprocessable : Mismatch;
        var told = hasUnknownMember ? violations.FirstOrDefault(violation => violation.Code == ViolationCodes.UnknownMember) ?? violations[0] : violations[0];
        return new Refusal(Feature, SecurityEventNames.InputValidationFailed, problem)
        {
            Severity = hasUnknownMember ? SecurityEventSeverity.Medium : SecurityEventSeverity.Low,
            Detail = told.Place.Length == 0 ? told.Code : $"{told.Place} {told.Code}",
            Extensions =
            [
                new("errors", violations.GroupBy(violation => violation.Member, StringComparer.Ordinal)
                    .ToDictionary(group => group.Key, group => group.Select(violation => violation.Detail).Distinct().ToArray())),
                new("violations", violations),
            ],
        };
    }

    private static Refusal Unsupported(string title) =>
        new(Feature, SecurityEventNames.InputValidationFailed, new ApiProblem(415, ReasonCodes.UnsupportedMediaType, title));
}
