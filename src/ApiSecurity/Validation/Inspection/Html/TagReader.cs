namespace ApiSecurity.Validation;

/// <summary>Reads the name of a tag and its attributes, as browsers forgive them: slashes for spaces, quotes that never end.</summary>
internal ref struct TagReader(ReadOnlySpan<char> text, int at)
{
    private readonly ReadOnlySpan<char> _text = text;

    public int At { get; private set; } = at;

    /// <summary>The text ended before the tag did.</summary>
    public readonly bool IsOpen => At >= _text.Length;

    public ReadOnlySpan<char> ReadTagName()
    {
        var start = At;
        while (At < _text.Length && (char.IsAsciiLetterOrDigit(_text[At]) || _text[At] is ':' or '-' or '_' or '\0'))
        {
            At++;
        }

        var name = _text[start..At];
        var colon = name.LastIndexOf(':');
        return colon < 0 ? name : name[(colon + 1)..];
    }

    public bool Read(out ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        name = value = default;
        while (At < _text.Length && IsGap(_text[At]))
        {
            At++;
        }

        if (At >= _text.Length || _text[At] is '>' or '<')
        {
            return false;
        }

        var start = At++;
        while (At < _text.Length && !IsGap(_text[At]) && _text[At] is not ('=' or '>' or '<'))
        {
            At++;
        }

        name = _text[start..At].Trim("\\'\"`+");
        var end = At;
        while (end < _text.Length && (_text[end] <= ' ' || _text[end] == '\u000B'))
        {
            end++;
        }

        if (end < _text.Length && _text[end] == '=')
        {
            At = end + 1;
            value = Value();
        }

        return true;
    }

    private static bool IsGap(char c) => c <= ' ' || c is '/' or '"' or '\'' or '\u00A0' or '+';

    private ReadOnlySpan<char> Value()
    {
        while (At < _text.Length && _text[At] <= ' ')
        {
            At++;
        }

        if (At >= _text.Length)
        {
            return default;
        }

        var start = At;
        var quote = _text[At];
        if (quote is '"' or '\'' or '`')
        {
            var length = _text[(At + 1)..].IndexOf(quote);
            if (length >= 0)
            {
                At += length + 2;
                return _text.Slice(start + 1, length);
            }

            At++;
            start++;
        }

        while (At < _text.Length && _text[At] > ' ' && _text[At] != '>')
        {
            At++;
        }

        return _text[start..At];
    }
}
