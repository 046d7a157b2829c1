using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>Looks through a body of JSON: the whole at once first, then names and strings, one by one.</summary>
internal static class JsonInspection
{
    private const int MaxDepth = 256;

    private static readonly JsonReaderOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = MaxDepth };

    public static void Look(ReadOnlySpan<byte> json, ref InspectionRun run)
    {
        if (!FirstLook.IsSuspiciousJson(json))
        {
            return;
        }

        var reader = new Utf8JsonReader(json, Lenient);
        var pointer = new JsonPlace(stackalloc JsonPlace.Step[MaxDepth + 1]);
        try
        {
            while (!run.IsFull && reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        pointer.Enter(reader.TokenType == JsonTokenType.StartArray);
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        pointer.Leave();
                        break;
                    case JsonTokenType.PropertyName:
                        pointer.Name((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
                        Add(Text(ref reader, in run), json, in pointer, ref run);
                        break;
                    case JsonTokenType.String:
                        pointer.Item();
                        Add(Text(ref reader, in run), json, in pointer, ref run);
                        break;
                    default:
                        pointer.Item();
                        break;
                }
            }
        }
        catch (JsonException)
        {
            // Who reads it in a way of their own may find a meaning in it.
            Whole(json, ref run);
        }
    }

    public static void Whole(ReadOnlySpan<byte> body, ref InspectionRun run)
    {
        var findings = run.Look(body);
        if (!findings.IsEmpty)
        {
            run.Add(findings, "body:");
        }
    }

    private static InspectionFindings Text(ref Utf8JsonReader reader, in InspectionRun run) =>
        reader.ValueIsEscaped ? Unescaped(ref reader, in run) : run.Look(reader.ValueSpan);

    private static void Add(InspectionFindings findings, ReadOnlySpan<byte> json, in JsonPlace pointer, ref InspectionRun run)
    {
        if (!findings.IsEmpty)
        {
            run.Add(findings, pointer.Text(json));
        }
    }

    private static InspectionFindings Unescaped(ref Utf8JsonReader reader, in InspectionRun run)
    {
        var rented = ArrayPool<char>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return run.Look(rented.AsSpan(0, reader.CopyString(rented)));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or no UTF-8: no text that anybody could read.
            return run.Look(rented.AsSpan(0, Encoding.UTF8.GetChars(reader.ValueSpan, rented)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }
}
