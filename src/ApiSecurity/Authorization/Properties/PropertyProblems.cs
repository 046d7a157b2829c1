using ApiSecurity.Pipeline;

namespace ApiSecurity.Authorization;

/// <summary>The refusals of property rules.</summary>
internal static class PropertyProblems
{
    public const string Feature = "properties";

    private static readonly ApiProblem NotWritable = new(403, ReasonCodes.PropertyNotWritable, "The caller may not write a member of the body.");
    private static readonly ApiProblem NotReadable = new(403, ReasonCodes.PropertyNotReadable, "The caller may not read a member that the body refers to.");

    public static readonly Refusal Malformed = new(
        Feature, SecurityEventNames.InputValidationFailed, new ApiProblem(400, ReasonCodes.JsonMalformed, "The body is not JSON as the endpoint takes it."))
    {
        Severity = SecurityEventSeverity.Low,
    };

    public static readonly Refusal TooLarge = new(
        Feature, SecurityEventNames.InputValidationFailed, new ApiProblem(413, ReasonCodes.ContentTooLarge, "The body is too large."));

    public static readonly Refusal UnknownCharset = new(
        Feature, SecurityEventNames.InputValidationFailed, new ApiProblem(415, ReasonCodes.UnsupportedMediaType, "The charset of the request body is not supported. Send UTF-8."));

    public static Refusal Of(IReadOnlyList<PropertyViolation> violations)
    {
        var first = violations.FirstOrDefault(violation => violation.Code == BodyScan.NotWritable) ?? violations[0];
        return new Refusal(Feature, SecurityEventNames.AuthorizationFailed, first.Code == BodyScan.NotWritable ? NotWritable : NotReadable)
        {
            Detail = first.Place,
            Extensions = [new("violations", violations)],
        };
    }
}
