using System.Diagnostics;
using System.Text.Json;

namespace ApiSecurity.Errors;

/// <summary>What a <see cref="JsonException"/> says of the body, in words of our own.</summary>
internal static class JsonFailure
{
    // More than a type is likely to require; the rest shows with the next request.
    private const int MaximumMembers = 32;

    public static IReadOnlyList<BindingViolation> Describe(JsonException exception)
    {
        var pointer = JsonPointers.FromPath(exception.Path);
        if (exception.InnerException?.GetType().FullName == "System.Text.Json.JsonReaderException")
        {
            return [BindingViolation.InBody(pointer, BindingTexts.MalformedCode, BindingTexts.Malformed)];
        }

        // Only the serializer's own messages say what is wrong in a form that is known; a converter's are the application's.
        var message = IsOfTheSerializer(exception) ? exception.Message : string.Empty;
        if (message.StartsWith("JSON deserialization for type", StringComparison.Ordinal) && MissingMembers(message) is { Count: > 0 } missing)
        {
            return [.. missing.Select(name => BindingViolation.InBody(JsonPointers.Below(pointer, name), BindingTexts.RequiredCode, BindingTexts.Required))];
        }

        if (message.StartsWith("The JSON property '", StringComparison.Ordinal) && message.Contains("could not be mapped", StringComparison.Ordinal))
        {
            return [BindingViolation.InBody(pointer, BindingTexts.UnknownCode, BindingTexts.Unknown)];
        }

        return message.StartsWith("Duplicate property", StringComparison.Ordinal)
            ? [BindingViolation.InBody(pointer, BindingTexts.DuplicateCode, BindingTexts.Duplicate)]
            : [BindingViolation.InBody(pointer, BindingTexts.TypeCode, BindingTexts.Type)];
    }

    /// <summary>The members that the type requires, which are the API's own names: <c>… including: 'name', 'price'.</c></summary>
    private static List<string> MissingMembers(string message)
    {
        const string Start = "including: '";
        var names = new List<string>();
        var start = message.LastIndexOf(Start, StringComparison.Ordinal);
        if (start < 0)
        {
            return names;
        }

        foreach (var name in message[(start + Start.Length)..].TrimEnd('.', ' ').TrimEnd('\'').Split("', '"))
        {
            if (names.Count == MaximumMembers || name.Contains('\'', StringComparison.Ordinal))
            {
                break;
            }

            names.Add(name);
        }

        return names;
    }

    private static bool IsOfTheSerializer(JsonException exception) =>
        new StackTrace(exception, fNeedFileInfo: false).GetFrame(0)?.GetMethod()?.DeclaringType?.Assembly == typeof(JsonSerializer).Assembly;
}
