using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>A value that a schema holds: <c>const</c>, one of an <c>enum</c>.</summary>
internal sealed class Constant
{
    private readonly byte[] _text;
    private readonly Token[] _tokens;

    public Constant(JsonElement value)
    {
        // The raw text: a number stays as it was written.
        _text = System.Text.Encoding.UTF8.GetBytes(value.GetRawText());
        var buffer = new TapeBuffer();
        TapeReader.TryRead(_text, buffer, new NameTable(), maxDepth: int.MaxValue);
        _tokens = buffer.Tokens.AsSpan(0, buffer.Count).ToArray();
    }

    public Tape Tape => new(_text, _tokens);

    public TokenKind Kind => _tokens[0].Kind;
}
