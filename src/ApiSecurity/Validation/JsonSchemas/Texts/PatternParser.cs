using System.Globalization;

namespace ApiSecurity.Validation;

/// <summary>Takes a pattern apart that <see cref="EcmaPattern"/> has found right, if it is regular in the strict sense: nothing in it looks around or back.</summary>
internal sealed class PatternParser
{
    private readonly EcmaReader _reader;
    private bool _isRegular = true;

    private PatternParser(string pattern) => _reader = new EcmaReader(pattern);

    public static PatternTree? TryParse(string pattern)
    {
        var parser = new PatternParser(pattern);
        var tree = parser.ReadChoice();
        return parser._isRegular && parser._reader.IsAtEnd ? tree : null;
    }

    private PatternTree ReadChoice()
    {
        var parts = new List<PatternTree> { ReadSequence() };
        while (_isRegular && _reader.TryTake('|'))
        {
            parts.Add(ReadSequence());
        }

        return parts.Count == 1 ? parts[0] : new PatternTree.Choice(parts);
    }

    private PatternTree.Sequence ReadSequence()
    {
        var parts = new List<PatternTree>();
        while (_isRegular && _reader.Peek() is not (EcmaReader.End or '|' or ')'))
        {
            parts.Add(ReadRepeats(ReadTerm()));
        }

        return new PatternTree.Sequence(parts);
    }

    private PatternTree ReadTerm()
    {
        var character = _reader.Read();
        switch (character)
        {
            case '^':
                return new PatternTree.Start();
            case '$':
                return new PatternTree.End();
            case '.':
                return new PatternTree.Set(CodePoints.LineEnds.Others());
            case '[':
                return new PatternTree.Set(EcmaClass.Read(_reader));
            case '(':
                return ReadGroup();
            case '\\' when _reader.Peek() is 'b' or 'B' or 'k' or (>= '1' and <= '9'):
                _isRegular = false;
                return new PatternTree.Start();
            case '\\':
                return new PatternTree.Set(EcmaEscape.Read(_reader, out _));
            default:
                return new PatternTree.Set(new CodePoints().Add(character));
        }
    }

    private PatternTree ReadGroup()
    {
        if (_reader.TryTake("?=") || _reader.TryTake("?!") || _reader.TryTake("?<=") || _reader.TryTake("?<!"))
        {
            _isRegular = false;
            return new PatternTree.Start();
        }

        if (!_reader.TryTake("?:") && _reader.TryTake("?<"))
        {
            _reader.ReadGroupName();
        }

        var inner = ReadChoice();
        _isRegular &= _reader.TryTake(')');
        return inner;
    }

    /// <summary>Whether as few or as many as can be are taken makes no difference to whether there is a match.</summary>
    private PatternTree ReadRepeats(PatternTree term)
    {
        var repeated = term;
        if (_reader.TryTake('*'))
        {
            repeated = new PatternTree.Repeat(term, 0, int.MaxValue);
        }
        else if (_reader.TryTake('+'))
        {
            repeated = new PatternTree.Repeat(term, 1, int.MaxValue);
        }
        else if (_reader.TryTake('?'))
        {
            repeated = new PatternTree.Repeat(term, 0, 1);
        }
        else if (_reader.TryReadBraces(out var count))
        {
            repeated = Counted(term, count);
        }

        if (!ReferenceEquals(repeated, term))
        {
            _reader.TryTake('?');
        }

        return repeated;
    }

    private PatternTree Counted(PatternTree term, string count)
    {
        var parts = count.Trim('{', '}').Split(',');
        var most = int.MaxValue;
        if (int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var least)
            && (parts is [_, ""] || int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out most)))
        {
            return new PatternTree.Repeat(term, least, most);
        }

        _isRegular = false;
        return term;
    }
}
