namespace ApiSecurity.Validation;

internal sealed class TextPart : SchemaPart
{
    private const int MostBytesACharacter = 4;

    public int MinLength { get; init; }

    public int MaxLength { get; init; } = int.MaxValue;

    public TextPattern? Pattern { get; init; }

    public TextFormat? Format { get; init; }

    public ContentPart? Content { get; init; }

    public override bool Check(ref SchemaRun run, SchemaNode node, int at)
    {
        var text = run.Tape.TextOf(at, ref run.Buffer.Scratch);
        var isValid = true;
        if (MinLength > 0 && IsShorter(text))
        {
            isValid = false;
            run.Fail(node, "minLength", at, Messages.MinLength);
        }

        if (text.Length > MaxLength && CountCharacters(text) > MaxLength)
        {
            isValid = false;
            run.Fail(node, "maxLength", at, Messages.MaxLength);
        }

        if (Format is not null && !Format(text))
        {
            isValid = false;
            run.Fail(node, "format", at, Messages.Format);
        }

        if (!isValid && run.EndsAtFailure)
        {
            return false;
        }

        if (Content is not null && Content.Fault(text) is { } keyword)
        {
            isValid = false;
            run.Fail(node, keyword, at, Messages.Content);
        }

        if (Pattern is not null && !Pattern.Matches(ref run, text))
        {
            isValid = false;
            run.Fail(node, "pattern", at, Messages.Pattern);
        }

        return isValid;
    }

    private bool IsShorter(ReadOnlySpan<byte> text) =>
        text.Length < MinLength || (text.Length / MostBytesACharacter < MinLength && CountCharacters(text) < MinLength);

    /// <summary>Characters as RFC 8259 means them: code points.</summary>
    private static int CountCharacters(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var unit in text)
        {
            count += (unit & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }
}
