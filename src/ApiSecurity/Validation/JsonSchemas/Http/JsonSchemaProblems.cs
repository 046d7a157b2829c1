using System.Text;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Validation;

/// <summary>What a schema found, in the one shape of validation's refusals.</summary>
internal static class JsonSchemaProblems
{
    public static readonly Refusal NotJson = new(
        ValidationProblems.Feature, SecurityEventNames.InputValidationFailed, new ApiProblem(415, ReasonCodes.UnsupportedMediaType, "The endpoint takes JSON."));

    public static Refusal Of(JsonSchemaResult result, bool unprocessable) => result.Errors[0].Kind == JsonSchemaErrorKind.TooLarge
        ? ValidationProblems.TooLarge
        : Of([.. result.Errors.Select(Violation)], unprocessable);

    private static Refusal Of(Violation[] violations, bool unprocessable) =>
        ValidationProblems.Of(violations, violations.Any(violation => violation.Code == ViolationCodes.UnknownMember), unprocessable);

    private static Violation Violation(JsonSchemaError error)
    {
        var (pointer, member, place) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        foreach (var name in error.InstancePointer.Split('/').Skip(1))
        {
            if (!ValidationRun.IsPlain(name))
            {
                break;
            }

            var isIndex = name.All(char.IsAsciiDigit);
            pointer.Append('/').Append(name);
            place.Append('/').Append(isIndex || ValidationRun.LooksLikeName(name) ? name : "*");
            member.Append(isIndex ? $"[{name}]" : member.Length == 0 ? name : "." + name);
        }

        return new Violation(pointer.ToString(), CodeOf(error), error.Message, member.Length == 0 ? "$" : member.ToString(), place.ToString());
    }

    private static string CodeOf(JsonSchemaError error) => error.Kind switch
    {
        JsonSchemaErrorKind.Malformed => ViolationCodes.Malformed,
        JsonSchemaErrorKind.TooDeep => ViolationCodes.MaxDepth,
        JsonSchemaErrorKind.DuplicateMember => ViolationCodes.DuplicateMember,
        JsonSchemaErrorKind.TooComplex => ViolationCodes.TooComplex,
        _ => error.Keyword.Length == 0 ? ViolationCodes.UnknownMember : error.Keyword,
    };
}
