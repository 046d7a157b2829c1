using System.Globalization;
using System.Text;

namespace ApiSecurity.Validation;

/// <summary>Reads a pattern, a code point at a time.</summary>
internal sealed class EcmaReader(string pattern)
{
    public const int End = -1;

    private int _position;

    public bool IsAtEnd => _position >= pattern.Length;

    public int Peek() => IsAtEnd ? End : PeekAt(out _);

    /// <exception cref="FormatException">There is nothing more.</exception>
    public int Read()
    {
        if (IsAtEnd)
        {
            throw new FormatException("It ends too early.");
        }

        var character = PeekAt(out var length);
        _position += length;
        return character;
    }

    public bool TryTake(char character) => TryTake(character.ToString());

    public bool TryTake(string text)
    {
        if (string.CompareOrdinal(pattern, _position, text, 0, text.Length) != 0)
        {
            return false;
        }

        _position += text.Length;
        return true;
    }

    /// <summary>Reads a number of repetitions, if there is one.</summary>
    public bool TryReadBraces(out string count)
    {
        count = string.Empty;
        if (Peek() != '{')
        {
            return false;
        }

        _position++;
        if (TryReadCount(out count))
        {
            return true;
        }

        _position--;
        return false;
    }

    /// <summary>Reads what follows the brace of <c>{n}</c>, <c>{n,}</c>, <c>{n,m}</c>; if it is none of these, the brace stands for itself.</summary>
    public bool TryReadCount(out string count)
    {
        count = string.Empty;
        var end = pattern.IndexOf('}', _position);
        if (end < 0)
        {
            return false;
        }

        var inner = pattern.AsSpan(_position, end - _position);
        var comma = inner.IndexOf(',');
        var least = comma < 0 ? inner : inner[..comma];
        var most = comma < 0 ? inner : inner[(comma + 1)..];
        if (!IsNumber(least) || !(IsNumber(most) || (comma >= 0 && most.IsEmpty)))
        {
            return false;
        }

        if (!most.IsEmpty && int.TryParse(least, out var from) && int.TryParse(most, out var to) && from > to)
        {
            throw new FormatException("A number of repetitions is out of order.");
        }

        count = $"{{{inner}}}";
        _position = end + 1;
        return true;
    }

    public string ReadGroupName()
    {
        var end = pattern.IndexOf('>', _position);
        var name = end < 0 ? string.Empty : pattern[_position..end];
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(character => char.IsLetterOrDigit(character) || character is '_' or '$'))
        {
            throw new FormatException("A group's name is none.");
        }

        _position = end + 1;
        return name;
    }

    public int ReadDecimal()
    {
        var start = _position;
        while (!IsAtEnd && char.IsAsciiDigit(pattern[_position]))
        {
            _position++;
        }

        return int.TryParse(pattern.AsSpan(start, _position - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
    }

    /// <returns>The number of so many hexadecimal digits; -1 if they are not there.</returns>
    public int ReadHex(int digits)
    {
        if (_position + digits > pattern.Length
            || !int.TryParse(pattern.AsSpan(_position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
        {
            return End;
        }

        _position += digits;
        return number;
    }

    /// <summary>Reads up to a closing brace.</summary>
    public string ReadBraces()
    {
        var end = TryTake('{') ? pattern.IndexOf('}', _position) : -1;
        if (end < 0)
        {
            throw new FormatException("Braces are missing.");
        }

        var inner = pattern[_position..end];
        _position = end + 1;
        return inner;
    }

    private static bool IsNumber(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');

    private int PeekAt(out int length)
    {
        if (!Rune.TryGetRuneAt(pattern, _position, out var rune))
        {
            throw new FormatException("It has half of a surrogate pair.");
        }

        length = rune.Utf16SequenceLength;
        return rune.Value;
    }
}
