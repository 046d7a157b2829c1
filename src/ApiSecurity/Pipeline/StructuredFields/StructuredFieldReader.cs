using System.Diagnostics.CodeAnalysis;

namespace ApiSecurity.Pipeline;

/// <summary>The containers of RFC 9651 section 4.2; the bare items are read by <see cref="BareItemReader"/>.</summary>
internal ref struct StructuredFieldReader
{
    private readonly ReadOnlySpan<char> _text;
    private int _at;

    public StructuredFieldReader(ReadOnlySpan<char> text) => _text = text.Trim(' ');

    private readonly bool IsAtEnd => _at >= _text.Length;

    public bool TryReadDictionary([NotNullWhen(true)] out OrderedMembers<StructuredMember>? dictionary)
    {
        dictionary = null;
        if (_text.Length > StructuredField.MaxLength)
        {
            return false;
        }

        var members = new OrderedMembers<StructuredMember>();
        for (var count = 0; !IsAtEnd; count++)
        {
            if (count == StructuredField.MaxMembers || !TryReadKey(out var key) || !TryReadValue(out var member))
            {
                return false;
            }

            members.Set(key, member);
            if (!TryReachNext())
            {
                return false;
            }
        }

        dictionary = members;
        return true;
    }

    public bool TryReadList([NotNullWhen(true)] out IReadOnlyList<StructuredMember>? list)
    {
        list = null;
        if (_text.Length > StructuredField.MaxLength)
        {
            return false;
        }

        var members = new List<StructuredMember>();
        while (!IsAtEnd)
        {
            if (members.Count == StructuredField.MaxMembers || !TryReadMember(out var member))
            {
                return false;
            }

            members.Add(member);
            if (!TryReachNext())
            {
                return false;
            }
        }

        list = members;
        return true;
    }

    public bool TryReadWholeItem([NotNullWhen(true)] out StructuredItem? item)
    {
        item = null;
        if (_text.Length > StructuredField.MaxLength || !TryReadItem(out var read) || !IsAtEnd)
        {
            return false;
        }

        item = read;
        return true;
    }

    /// <summary>A dictionary's value: after '=', or true with parameters.</summary>
    private bool TryReadValue([NotNullWhen(true)] out StructuredMember? member)
    {
        if (!IsAtEnd && _text[_at] == '=')
        {
            _at++;
            return TryReadMember(out member);
        }

        member = null;
        if (!TryReadParameters(out var parameters))
        {
            return false;
        }

        member = new StructuredMember(BareItem.True, null, parameters);
        return true;
    }

    private bool TryReadMember([NotNullWhen(true)] out StructuredMember? member)
    {
        member = null;
        if (!IsAtEnd && _text[_at] == '(')
        {
            if (!TryReadInnerList(out var items) || !TryReadParameters(out var parameters))
            {
                return false;
            }

            member = new StructuredMember(default, items, parameters);
            return true;
        }

        if (!TryReadItem(out var item))
        {
            return false;
        }

        member = new StructuredMember(item.Value, null, item.Parameters);
        return true;
    }

    private bool TryReadInnerList([NotNullWhen(true)] out List<StructuredItem>? items)
    {
        items = null;
        var read = new List<StructuredItem>();
        _at++;
        while (true)
        {
            SkipSpaces();
            if (IsAtEnd)
            {
                return false;
            }

            if (_text[_at] == ')')
            {
                _at++;
                items = read;
                return true;
            }

            if (read.Count == StructuredField.MaxInnerItems || !TryReadItem(out var item) || IsAtEnd || _text[_at] is not (' ' or ')'))
            {
                return false;
            }

            read.Add(item);
        }
    }

    private bool TryReadItem([NotNullWhen(true)] out StructuredItem? item)
    {
        item = null;
        if (!BareItemReader.TryRead(_text, ref _at, out var value) || !TryReadParameters(out var parameters))
        {
            return false;
        }

        item = new StructuredItem(value, parameters);
        return true;
    }

    private bool TryReadParameters([NotNullWhen(true)] out OrderedMembers<BareItem>? parameters)
    {
        parameters = null;
        var read = new OrderedMembers<BareItem>();
        for (var count = 0; !IsAtEnd && _text[_at] == ';'; count++)
        {
            _at++;
            SkipSpaces();
            if (count == StructuredField.MaxParameters || !TryReadKey(out var key))
            {
                return false;
            }

            var value = BareItem.True;
            if (!IsAtEnd && _text[_at] == '=')
            {
                _at++;
                if (!BareItemReader.TryRead(_text, ref _at, out value))
                {
                    return false;
                }
            }

            read.Set(key, value);
        }

        parameters = read;
        return true;
    }

    private bool TryReadKey([NotNullWhen(true)] out string? key)
    {
        key = null;
        if (IsAtEnd || !(char.IsAsciiLetterLower(_text[_at]) || _text[_at] == '*'))
        {
            return false;
        }

        var start = _at;
        while (!IsAtEnd && (char.IsAsciiLetterLower(_text[_at]) || char.IsAsciiDigit(_text[_at]) || _text[_at] is '_' or '-' or '.' or '*'))
        {
            _at++;
        }

        key = _text[start.._at].ToString();
        return true;
    }

    /// <returns>Whether the text ends here, or goes on with a comma and another member.</returns>
    private bool TryReachNext()
    {
        SkipWhiteSpace();
        if (IsAtEnd)
        {
            return true;
        }

        if (_text[_at++] != ',')
        {
            return false;
        }

        SkipWhiteSpace();
        return !IsAtEnd;
    }

    private void SkipSpaces()
    {
        while (!IsAtEnd && _text[_at] == ' ')
        {
            _at++;
        }
    }

    private void SkipWhiteSpace()
    {
        while (!IsAtEnd && _text[_at] is (' ' or '\t'))
        {
            _at++;
        }
    }
}
