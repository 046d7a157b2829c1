using System.Buffers;
using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>The rule of a whole body, with the syntax that the application's serializer reads.</summary>
internal sealed class BodyRule(JsonSlot root, JsonSerializerOptions serializer)
{
    private const int DefaultDepth = 64;
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <returns>What is wrong with the body; empty if nothing is.</returns>
    public ValidationRun Check(in ReadOnlySequence<byte> body, RequestValidationOptions limits)
    {
        var run = new ValidationRun(limits.MaxViolations);
        var depth = Math.Min(serializer.MaxDepth == 0 ? DefaultDepth : serializer.MaxDepth, limits.MaxDepth);
        var options = new JsonReaderOptions
        {
            MaxDepth = depth,
            CommentHandling = serializer.ReadCommentHandling,
            AllowTrailingCommas = serializer.AllowTrailingCommas,
        };
        var json = WithoutMark(body);
        var reader = new Utf8JsonReader(json, options);
        try
        {
            reader.Read();
            root.Check(ref reader, run);
            reader.Read();
        }
        catch (JsonException)
        {
            // The exception repeats what it stumbled over, so its text goes nowhere.
            var tooDeep = IsTooDeep(json, options);
            run.Malformed(tooDeep ? ViolationCodes.MaxDepth : ViolationCodes.Malformed, tooDeep ? Details.TooDeep : Details.Malformed);
        }

        return run;
    }

    /// <summary>The reader tells of both with the same exception, so a second one that goes one level deeper looks what it was.</summary>
    private static bool IsTooDeep(in ReadOnlySequence<byte> json, JsonReaderOptions options)
    {
        var depth = options.MaxDepth;
        options.MaxDepth++;
        var reader = new Utf8JsonReader(json, options);
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == depth)
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            // What is broken before it is too deep is broken.
        }

        return false;
    }

    private static ReadOnlySequence<byte> WithoutMark(in ReadOnlySequence<byte> body)
    {
        if (body.Length < ByteOrderMark.Length)
        {
            return body;
        }

        Span<byte> start = stackalloc byte[ByteOrderMark.Length];
        body.Slice(0, ByteOrderMark.Length).CopyTo(start);
        return start.SequenceEqual(ByteOrderMark) ? body.Slice(ByteOrderMark.Length) : body;
    }
}
