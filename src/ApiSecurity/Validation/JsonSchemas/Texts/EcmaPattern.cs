using System.Globalization;
using System.Text;

namespace ApiSecurity.Validation;

/// <summary>
/// Translates a pattern of ECMA-262, as its flag <c>u</c> reads it, to one of .NET: <c>\d</c>, <c>\w</c> and <c>\b</c> mean ASCII, <c>$</c> only the end, a
/// character is a code point. What only the older, laxer grammar allows is taken too, but for letters after a backslash: those mean something else elsewhere.
/// </summary>
internal sealed class EcmaPattern
{
    private const string WordSet = "[0-9A-Za-z_]";
    private const string Boundary = $"(?:(?<={WordSet})(?!{WordSet})|(?<!{WordSet})(?={WordSet}))";
    private const string NoBoundary = $"(?:(?<={WordSet})(?={WordSet})|(?<!{WordSet})(?!{WordSet}))";
    private const int MostDepth = 200;

    private readonly EcmaReader _reader;
    private readonly EcmaGroups _groups;
    private readonly StringBuilder _output = new();
    private int _depth;
    private int _captures;

    private EcmaPattern(string pattern)
    {
        _reader = new EcmaReader(pattern);
        _groups = EcmaGroups.In(pattern);
    }

    /// <exception cref="FormatException">It is no pattern.</exception>
    public static string Translate(string pattern)
    {
        var translation = new EcmaPattern(pattern);
        translation.Read();
        return translation._output.ToString();
    }

    private void Read()
    {
        var isRepeatable = false;
        while (!_reader.IsAtEnd)
        {
            isRepeatable = ReadTerm(isRepeatable);
        }

        if (_depth > 0)
        {
            throw new FormatException("A group is not closed.");
        }
    }

    /// <returns>Whether what was read may be repeated.</returns>
    private bool ReadTerm(bool isRepeatable)
    {
        var character = _reader.Read();
        switch (character)
        {
            case '^':
                _output.Append('^');
                return false;
            case '$':
                _output.Append(@"\z");
                return false;
            case '|':
                _output.Append('|');
                return false;
            case '(':
                OpenGroup();
                return false;
            case ')':
                if (--_depth < 0)
                {
                    throw new FormatException("A group is closed that was not opened.");
                }

                _output.Append(')');
                return true;
            case '*' or '+' or '?':
                return Repeat(isRepeatable, ((char)character).ToString());
            case '{' when _reader.TryReadCount(out var count):
                return Repeat(isRepeatable, count);
            case '.':
                Append(CodePoints.LineEnds.Others());
                return true;
            case '[':
                Append(EcmaClass.Read(_reader));
                return true;
            case '\\':
                return ReadEscape();
            default:
                Append(new CodePoints().Add(character));
                return true;
        }
    }

    private bool Repeat(bool isRepeatable, string count)
    {
        if (!isRepeatable)
        {
            throw new FormatException("There is nothing to repeat.");
        }

        _output.Append(count);
        if (_reader.TryTake('?'))
        {
            _output.Append('?');
        }

        return false;
    }

    private void OpenGroup()
    {
        if (++_depth > MostDepth)
        {
            throw new FormatException("Its groups are nested too deep.");
        }

        foreach (var look in (ReadOnlySpan<string>)["?:", "?=", "?!", "?<=", "?<!"])
        {
            if (_reader.TryTake(look))
            {
                _output.Append('(').Append(look);
                return;
            }
        }

        if (_reader.TryTake("?<"))
        {
            _reader.ReadGroupName();
        }
        else if (_reader.TryTake('?'))
        {
            throw new FormatException("A group of this kind is not known.");
        }

        _captures++;
        _output.Append(_groups.AreUsed ? string.Create(CultureInfo.InvariantCulture, $"(?<g{_captures}>") : "(?:");
    }

    private bool ReadEscape()
    {
        var escape = _reader.Peek();
        switch (escape)
        {
            case 'b' or 'B':
                _reader.Read();
                _output.Append(escape == 'b' ? Boundary : NoBoundary);
                return false;
            case 'k':
                _reader.Read();
                return _reader.TryTake('<') ? Refer(_groups.Find(_reader.ReadGroupName())) : throw new FormatException("A reference has no name.");
            case >= '1' and <= '9':
                return Refer(_groups.Find(_reader.ReadDecimal()));
            default:
                Append(EcmaEscape.Read(_reader, out _));
                return true;
        }
    }

    private bool Refer(int group)
    {
        _output.Append(CultureInfo.InvariantCulture, $"\\k<g{group}>");
        return true;
    }

    private void Append(CodePoints set) => _output.Append(set.ToPattern(_reader.Peek() is '*' or '+'));
}
