using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ApiSecurity.Validation;

/// <summary>A number that fits the CLR type it is bound to: what the serializer could not read is told as a violation.</summary>
internal sealed class NumberRule(TypeCode type, JsonNumberHandling handling, ValueConstraint[] constraints) : JsonRule
{
    private const int LongestText = 64;

    private readonly string _wrong = NumberTypes.Detail(type);

    public override void Check(ref Utf8JsonReader reader, ValidationRun run)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when constraints.Length == 0:
                if (!NumberTypes.Fits(ref reader, type))
                {
                    run.Add(ViolationCodes.Type, _wrong);
                }

                break;
            case JsonTokenType.Number:
                CheckValue(NumberTypes.Read(ref reader, type), run);
                break;
            case JsonTokenType.String when (handling & (JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals)) != 0:
                CheckText(ref reader, run);
                break;
            default:
                WrongType(ref reader, run, ViolationCodes.Type, _wrong);
                break;
        }
    }

    /// <summary>Clients that write numbers as strings are read as the serializer is set to read them.</summary>
    private void CheckText(ref Utf8JsonReader reader, ValidationRun run)
    {
        var text = JsonText.Decode(ref reader);
        if ((handling & JsonNumberHandling.AllowNamedFloatingPointLiterals) != 0 && text is "NaN" or "Infinity" or "-Infinity"
            && type is TypeCode.Double or TypeCode.Single)
        {
            CheckValue(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), run);
            return;
        }

        var mayBeText = (handling & JsonNumberHandling.AllowReadingFromString) != 0 && text.Length <= LongestText;
        CheckValue(mayBeText ? NumberTypes.Parse(text, type) : null, run);
    }

    private void CheckValue(object? value, ValidationRun run)
    {
        if (value is null)
        {
            run.Add(ViolationCodes.Type, _wrong);
            return;
        }

        foreach (var constraint in constraints)
        {
            constraint.Check(value, run);
        }
    }
}
