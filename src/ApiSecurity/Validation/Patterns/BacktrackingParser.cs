#pragma warning disable CA1846 // The analyzers are for a framework that has no spans here.
using System.Globalization;

namespace ApiSecurity.Validation;

/// <summary>Reads a .NET pattern into its parts. What it can't judge (backreferences, conditionals) it gives up on.</summary>
internal sealed class BacktrackingParser
{
    private const int DeepestGroup = 40;

    private readonly string _pattern;
    private PatternOptions _options;
    private int _at;
    private int _depth;

    private BacktrackingParser(string pattern, PatternOptions options)
    {
        _pattern = pattern;
        _options = options;
    }

    /// <summary>Whether it has something that <c>RegexOptions.NonBacktracking</c> does not take: lookarounds, atomic groups.</summary>
    public bool NeedsBacktracking { get; private set; }

    /// <returns>The whole, and the insides of its lookarounds; <see langword="null"/>, if it can't be judged.</returns>
    public static PatternNode? Parse(string pattern, PatternOptions options, out bool needsBacktracking)
    {
        var parser = new BacktrackingParser(pattern, options);
        PatternNode? node = null;
        try
        {
            node = parser.Choices();
            if (parser._at < pattern.Length)
            {
                node = null;
            }
        }
        catch (GivenUpException)
        {
            parser.NeedsBacktracking = true;
        }

        needsBacktracking = parser.NeedsBacktracking || node is null;
        return node;
    }

    private bool More => _at < _pattern.Length;

    private PatternNode Choices()
    {
        var branches = new List<PatternNode> { Sequence() };
        while (More && _pattern[_at] == '|')
        {
            _at++;
            var branch = Sequence();
            // Letters beside each other are one set for .NET: (\d|\w) is \w.
            if (branch is PatternNode.One one && branches[branches.Count - 1] is PatternNode.One before)
            {
                branches[branches.Count - 1] = new PatternNode.One(before.Letters.With(one.Letters));
            }
            else
            {
                branches.Add(branch);
            }
        }

        return branches.Count == 1 ? branches[0] : new PatternNode.Choice(branches);
    }

    private PatternNode Sequence()
    {
        var parts = new List<PatternNode>();
        while (More && _pattern[_at] is not ('|' or ')'))
        {
            if (Skip())
            {
                continue;
            }

            if (Atom(out var isCapture) is { } atom)
            {
                parts.Add(Quantified(atom, isCapture));
            }
        }

        return parts.Count == 1 ? parts[0] : new PatternNode.Sequence(parts);
    }

    private bool Skip()
    {
        if (!_options.HasFlag(PatternOptions.IgnorePatternWhitespace))
        {
            return false;
        }

        if (char.IsWhiteSpace(_pattern[_at]))
        {
            _at++;
            return true;
        }

        if (_pattern[_at] != '#')
        {
            return false;
        }

        var end = _pattern.IndexOf('\n', _at);
        _at = end < 0 ? _pattern.Length : end + 1;
        return true;
    }

    private PatternNode? Atom(out bool isCapture)
    {
        isCapture = false;
        var letter = _pattern[_at++];
        switch (letter)
        {
            case '(':
                return Group(out isCapture);
            case '[':
                return One(Class());
            case '.':
                return One(_options.HasFlag(PatternOptions.Singleline) ? CharSet.Any : CharSet.Of('\n').Negated());
            case '^' or '$':
                return new PatternNode.Condition();
            case '\\':
                return Escape();
            default:
                return One(CharSet.Of(letter));
        }
    }

    private PatternNode.One One(CharSet letters) => new(_options.HasFlag(PatternOptions.IgnoreCase) ? letters.InBothCases() : letters);

    private PatternNode Quantified(PatternNode atom, bool isCapture)
    {
        while (More)
        {
            var (least, most) = (0, (int?)null);
            switch (_pattern[_at])
            {
                case '*': break;
                case '+': least = 1; break;
                case '?': most = 1; break;
                case '{' when Bounds() is { } bounds: (least, most) = bounds; break;
                default: return atom;
            }

            _at++;
            if (More && _pattern[_at] is '?' or '+')
            {
                // Lazy; .NET knows no possessive ones, so "a++" is an error there.
                _at++;
            }

            // (?:a+)+ is a+ for .NET too; with a capture between them it is not.
            if (!isCapture && most is null && atom is PatternNode.Repeat { Most: null, Body: PatternNode.One } inner)
            {
                atom = new PatternNode.Repeat(inner.Body, Math.Min(least, inner.Least), null);
                continue;
            }

            atom = new PatternNode.Repeat(atom, least, most);
        }

        return atom;
    }

    /// <summary><c>{2}</c>, <c>{2,}</c>, <c>{2,5}</c>; leaves the reader on the closing brace. Anything else is text.</summary>
    private (int, int?)? Bounds()
    {
        var end = _pattern.IndexOf('}', _at);
        if (end < 0)
        {
            return null;
        }

        var parts = _pattern.Substring(_at + 1, end - _at - 1).Split(',');
        if (parts.Length > 2 || !TryNumber(parts[0], out var least))
        {
            return null;
        }

        int? most = least;
        if (parts.Length == 2)
        {
            most = null;
            if (parts[1].Length > 0)
            {
                if (!TryNumber(parts[1], out var upper))
                {
                    return null;
                }

                most = upper;
            }
        }

        _at = end;
        return (least, most);
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private PatternNode? Group(out bool isCapture)
    {
        if (++_depth > DeepestGroup)
        {
            throw new GivenUpException();
        }

        var before = _options;
        isCapture = !_options.HasFlag(PatternOptions.ExplicitCapture);
        var isCondition = false;
        if (More && _pattern[_at] == '?')
        {
            isCapture = false;
            _at++;
            if (!More)
            {
                throw new GivenUpException();
            }

            switch (_pattern[_at])
            {
                case ':':
                    _at++;
                    break;
                case '#':
                    _at = Math.Max(_at, _pattern.IndexOf(')', _at));
                    Close();
                    return null;
                case '=' or '!':
                    isCondition = true;
                    _at++;
                    break;
                case '<' when _at + 1 < _pattern.Length && _pattern[_at + 1] is '=' or '!':
                    isCondition = true;
                    _at += 2;
                    break;
                case '<' or '\'':
                    isCapture = true;
                    var close = _pattern.IndexOf(_pattern[_at] == '<' ? '>' : '\'', _at + 1);
                    // (?<a-b>…) is a balancing group.
                    if (close < 0 || _pattern.IndexOf('-', _at, close - _at) >= 0)
                    {
                        throw new GivenUpException();
                    }

                    _at = close + 1;
                    break;
                case '>':
                    isCondition = true;
                    _at++;
                    break;
                case '(':
                    throw new GivenUpException();
                default:
                    if (!ReadOptions())
                    {
                        _depth--;
                        return null;
                    }

                    break;
            }
        }

        NeedsBacktracking |= isCondition;
        var inside = Choices();
        Close();
        _options = before;
        return isCondition ? new PatternNode.Condition() : inside;

        void Close()
        {
            if (!More || _pattern[_at] != ')')
            {
                throw new GivenUpException();
            }

            _at++;
            _depth--;
        }
    }

    /// <summary><c>(?i)</c>, which goes on to the end of the group around it, or <c>(?i:…)</c>: then what is inside follows.</summary>
    private bool ReadOptions()
    {
        var on = true;
        for (; More; _at++)
        {
            var flag = _pattern[_at] switch
            {
                'i' => PatternOptions.IgnoreCase,
                's' => PatternOptions.Singleline,
                'n' => PatternOptions.ExplicitCapture,
                'x' => PatternOptions.IgnorePatternWhitespace,
                'm' or '-' or ':' or ')' => PatternOptions.None,
                _ => throw new GivenUpException(),
            };
            switch (_pattern[_at])
            {
                case '-':
                    on = false;
                    break;
                case ':':
                    _at++;
                    return true;
                case ')':
                    _at++;
                    return false;
            }

            _options = on ? _options | flag : _options & ~flag;
        }

        throw new GivenUpException();
    }

    private PatternNode Escape()
    {
        if (!More)
        {
            throw new GivenUpException();
        }

        var letter = _pattern[_at];
        if (letter is 'b' or 'B' or 'A' or 'z' or 'Z' or 'G')
        {
            _at++;
            return new PatternNode.Condition();
        }

        return letter is (>= '1' and <= '9') or 'k' ? throw new GivenUpException() : One(EscapedSet());
    }

    private CharSet EscapedSet()
    {
        if (!More)
        {
            throw new GivenUpException();
        }

        var letter = _pattern[_at++];
        return letter switch
        {
            'd' => CharSet.Digit,
            'D' => CharSet.Digit.Negated(),
            'w' => CharSet.Word,
            'W' => CharSet.Word.Negated(),
            's' => CharSet.Space,
            'S' => CharSet.Space.Negated(),
            'p' => Category(),
            'P' => Category().Negated(),
            't' => CharSet.Of('\t'),
            'n' => CharSet.Of('\n'),
            'r' => CharSet.Of('\r'),
            'f' => CharSet.Of('\f'),
            'v' => CharSet.Of('\v'),
            'e' => CharSet.Of('\u001b'),
            'a' => CharSet.Of('\a'),
            'b' => CharSet.Of('\b'),
            '0' => CharSet.Of('\0'),
            'x' => Hexadecimal(2),
            'u' => Hexadecimal(4),
            'c' => More ? CharSet.Of((char)(_pattern[_at++] & 31)) : throw new GivenUpException(),
            _ => CharSet.Of(letter),
        };
    }

    private CharSet Hexadecimal(int digits)
    {
        if (_at + digits > _pattern.Length || !int.TryParse(_pattern.Substring(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            throw new GivenUpException();
        }

        _at += digits;
        return CharSet.Of((char)code);
    }

    private CharSet Category()
    {
        var end = _pattern.IndexOf('}', _at);
        if (!More || _pattern[_at] != '{' || end < 0)
        {
            throw new GivenUpException();
        }

        var name = _pattern.Substring(_at + 1, end - _at - 1);
        _at = end + 1;
        return name.Length == 0 ? throw new GivenUpException() : name[0] switch
        {
            'L' => CharSet.Letter,
            'N' => CharSet.Digit,
            'Z' => CharSet.Space,
            'P' => CharSet.Of('!', '/').With(CharSet.Of(':', '@')).With(CharSet.Of('[', '`')).With(CharSet.Of('{', '~')),
            _ => throw new GivenUpException(),
        };
    }

    private CharSet Class()
    {
        var isNegated = More && _pattern[_at] == '^';
        if (isNegated)
        {
            _at++;
        }

        var all = CharSet.None;
        for (var first = true; More && (first || _pattern[_at] != ']'); first = false)
        {
            if (_pattern[_at] == '-' && _at + 1 < _pattern.Length && _pattern[_at + 1] == '[')
            {
                // What a subtraction takes away is left in: more overlaps are seen than there are, so nothing is said.
                throw new GivenUpException();
            }

            var start = _at;
            var from = ClassLetter(out var isSet);
            if (!isSet && _at + 1 < _pattern.Length && _pattern[_at] == '-' && _pattern[_at + 1] is not (']' or '['))
            {
                _at++;
                var fromLetter = LetterAt(start);
                var toStart = _at;
                ClassLetter(out _);
                all = all.With(CharSet.Of(fromLetter, LetterAt(toStart)));
            }
            else
            {
                all = all.With(from);
            }
        }

        if (!More)
        {
            throw new GivenUpException();
        }

        _at++;
        return isNegated ? all.Negated() : all;
    }

    private CharSet ClassLetter(out bool isSet)
    {
        var letter = _pattern[_at++];
        isSet = letter == '\\' && More && _pattern[_at] is 'd' or 'D' or 'w' or 'W' or 's' or 'S' or 'p' or 'P';
        return letter == '\\' ? EscapedSet() : CharSet.Of(letter);
    }

    /// <summary>The single letter that is written at a place of a class.</summary>
    private char LetterAt(int start)
    {
        var end = _at;
        _at = start;
        var set = ClassLetter(out _);
        _at = end;
        for (var letter = 0; letter <= char.MaxValue; letter++)
        {
            if (set.Contains((char)letter))
            {
                return (char)letter;
            }
        }

        throw new GivenUpException();
    }

#pragma warning disable CA1032, CA1064 // Never leaves the parser.
    private sealed class GivenUpException : Exception;
#pragma warning restore CA1032, CA1064
}
