using System.Text.Json;
using System.Text.Unicode;

namespace ApiSecurity.Validation;

/// <summary>Validates a document: reads it once, looks for duplicates, and holds the schema against it; if that fails, once more, to tell why.</summary>
internal static class SchemaValidation
{
    /// <summary>From so much work for each value on, results are kept.</summary>
    private const int LongAToken = 16;

    public static readonly JsonSchemaResult TooLarge = Refused(JsonSchemaErrorKind.TooLarge, string.Empty, Messages.TooLarge);

    public static JsonSchemaResult Validate(ReadOnlySpan<byte> document, SchemaProgram program, SchemaLimits limits)
    {
        if (document.Length > limits.MaxBytes)
        {
            return TooLarge;
        }

        var buffer = TapeBuffer.Rent();
        try
        {
            return Validate(document, program, limits, buffer);
        }
        finally
        {
            TapeBuffer.Return(buffer);
        }
    }

    private static JsonSchemaResult Validate(ReadOnlySpan<byte> document, SchemaProgram program, SchemaLimits limits, TapeBuffer buffer)
    {
        if (!Utf8.IsValid(document))
        {
            return Refused(JsonSchemaErrorKind.Malformed, string.Empty, Messages.Encoding);
        }

        try
        {
            if (!TapeReader.TryRead(document, buffer, program.Names, limits.MaxDepth))
            {
                return Refused(JsonSchemaErrorKind.Malformed, string.Empty, Messages.Encoding);
            }
        }
        catch (JsonException)
        {
            return DepthOf(document) > limits.MaxDepth
                ? Refused(JsonSchemaErrorKind.TooDeep, string.Empty, Messages.TooDeep)
                : Refused(JsonSchemaErrorKind.Malformed, string.Empty, Messages.Malformed);
        }

        var tape = new Tape(document, buffer.Tokens.AsSpan(0, buffer.Count));
        if (!limits.AllowsDuplicates && DuplicateMembers.Find(tape, buffer) is >= 0 and var name)
        {
            return Refused(JsonSchemaErrorKind.DuplicateMember, InstancePointer.Of(tape, buffer, name), Messages.Duplicate);
        }

        return Check(tape, program, limits, buffer);
    }

    private static JsonSchemaResult Check(Tape tape, SchemaProgram program, SchemaLimits limits, TapeBuffer buffer)
    {
        var run = Begin(tape, program, limits, buffer);
        if (program.Root.Check(ref run, 0) && !run.IsStopped)
        {
            return JsonSchemaResult.Valid;
        }

        if (!run.IsStopped)
        {
            run = Begin(tape, program, limits, buffer);
            run.Report = new SchemaReport(limits.MaxErrors, hasCauses: limits.MaxErrors > 1);
            var report = run.Report;
            program.Root.Check(ref run, 0);
            if (report.Errors.Count > 0)
            {
                return new JsonSchemaResult(report.Errors);
            }
        }

        return Refused(JsonSchemaErrorKind.TooComplex, string.Empty, Messages.TooComplex);
    }

    private static SchemaRun Begin(Tape tape, SchemaProgram program, SchemaLimits limits, TapeBuffer buffer)
    {
        buffer.Scopes.Clear();
        return new SchemaRun(tape, buffer, limits.WorkFor(buffer.Count), LongAToken * buffer.Count)
        {
            Scopes = program.IsDynamic ? buffer.Scopes : null,
        };
    }

    /// <summary>How deep a text that could not be read is nested, up to where it is broken or ends: the reader's own message is none for others.</summary>
    private static int DepthOf(ReadOnlySpan<byte> document)
    {
        var reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = Math.Max(1, document.Length) });
        var deepest = 0;
        try
        {
            while (reader.Read())
            {
                deepest = Math.Max(deepest, reader.CurrentDepth + (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? 1 : 0));
            }
        }
        catch (JsonException)
        {
            // Broken behind that place as well.
        }

        return deepest;
    }

    private static JsonSchemaResult Refused(JsonSchemaErrorKind kind, string pointer, string message) =>
        new([new JsonSchemaError(kind, pointer, string.Empty, string.Empty, string.Empty, message, [])]);
}
