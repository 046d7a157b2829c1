namespace ApiSecurity.Validation;

/// <summary>A JSON text and its tokens.</summary>
internal readonly ref struct Tape(ReadOnlySpan<byte> text, ReadOnlySpan<Token> tokens)
{
    public readonly ReadOnlySpan<byte> Text = text;
    public readonly ReadOnlySpan<Token> Tokens = tokens;

    /// <summary>The bytes of a token as they stand, with their escapes.</summary>
    public ReadOnlySpan<byte> Raw(int at) => Text.Slice(Tokens[at].Start, Tokens[at].Length);

    /// <summary>The bytes of a text or a name without escapes; in <paramref name="buffer"/> where it has some.</summary>
    public ReadOnlySpan<byte> TextOf(int at, ref byte[] buffer)
    {
        ref readonly var token = ref Tokens[at];
        var raw = Text.Slice(token.Start, token.Length);
        if (!token.IsEscaped)
        {
            return raw;
        }

        JsonEscapes.TryRemove(raw, ref buffer, out var length);
        return buffer.AsSpan(0, length);
    }
}
