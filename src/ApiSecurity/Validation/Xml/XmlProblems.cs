using ApiSecurity.Pipeline;

namespace ApiSecurity.Validation;

/// <summary>The refusals of XML.</summary>
internal static class XmlProblems
{
    private const string Title = "One or more validation errors occurred.";

    public static readonly Refusal NotXml = Unsupported("The endpoint takes XML.");
    public static readonly Refusal Ambiguous = Unsupported("The Content-Type of the request can be read in more than one way.");
    public static readonly Refusal Charset = Unsupported("The request body must be UTF-8, or UTF-16 with a byte order mark, and its declaration must say the same as the Content-Type.");

    private static readonly HashSet<string> OfForm =
    [
        XmlViolations.Malformed, XmlViolations.MaxDepth, XmlViolations.MaxNodes, XmlViolations.MaxAttributes, XmlViolations.MaxNamespaces, XmlViolations.MaxText, XmlViolations.MaxName, XmlViolations.Include,
    ];

    public static Refusal Of(XmlRun run, bool unprocessable)
    {
        var violations = run.Violations;
        var told = violations.FirstOrDefault(violation => OfForm.Contains(violation.Code)) ?? violations[0];
        var (status, code) = OfForm.Contains(told.Code) ? (400, ReasonCodes.XmlMalformed) : told.Code switch
        {
            XmlViolations.SoapVersion => (400, ReasonCodes.SoapVersion),
            XmlViolations.SoapEnvelope => (400, ReasonCodes.SoapEnvelope),
            XmlViolations.SoapAction => (400, ReasonCodes.SoapAction),
            XmlViolations.SoapMustUnderstand => (400, ReasonCodes.SoapMustUnderstand),
            _ => (unprocessable ? 422 : 400, ReasonCodes.SchemaMismatch),
        };
        return new Refusal(ValidationProblems.Feature, SecurityEventNames.InputValidationFailed, new ApiProblem(status, code, Title))
        {
            Severity = code == ReasonCodes.SchemaMismatch ? SecurityEventSeverity.Low : SecurityEventSeverity.Medium,
            Detail = $"{told.Place} {told.Code}",
            Extensions =
            [
                new("errors", violations.GroupBy(violation => violation.Member, StringComparer.Ordinal)
                    .ToDictionary(group => group.Key, group => group.Select(violation => violation.Detail).Distinct().ToArray())),
                new("violations", violations),
            ],
        };
    }

    private static Refusal Unsupported(string title) =>
        new(ValidationProblems.Feature, SecurityEventNames.InputValidationFailed, new ApiProblem(415, ReasonCodes.UnsupportedMediaType, title));
}
