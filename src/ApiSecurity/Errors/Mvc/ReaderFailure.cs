using System.Text.Json;

namespace ApiSecurity.Errors;

/// <summary>What an exception in the model state says of the body. The state's key is the reader's path.</summary>
internal static class ReaderFailure
{
    public static IReadOnlyList<BindingViolation> Describe(string key, Exception exception)
    {
        if (exception is JsonException json)
        {
            return JsonFailure.Describe(json);
        }

        // Newtonsoft.Json's exceptions; the library has no reference to it here.
        var malformed = exception.GetType().FullName == "Newtonsoft.Json.JsonReaderException" && !IsConversion(exception);
        return malformed
            ? [BindingViolation.InBody(JsonPointers.FromPath(key), BindingTexts.MalformedCode, BindingTexts.Malformed)]
            : [BindingViolation.InBody(JsonPointers.FromPath(key), BindingTexts.TypeCode, BindingTexts.Type)];
    }

    /// <summary>Newtonsoft.Json throws the same type for text that is no number and for text that is no JSON.</summary>
    private static bool IsConversion(Exception exception) => exception.Message.StartsWith("Could not convert", StringComparison.Ordinal);
}
