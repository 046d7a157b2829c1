namespace ApiSecurity.Validation;

/// <summary>Cuts text into tokens of SQL: one pass, no look back, every dialect's comments and quotes.</summary>
internal ref struct SqlTokenizer(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    /// <summary>Begins inside of a text that the application opened with <paramref name="quote"/>.</summary>
    public SqlToken ReadTail(char quote) => Quoted(0, 0, quote, SqlKind.Text);

    public SqlToken Read()
    {
        SkipGaps();
        if (_at >= _text.Length)
        {
            return new SqlToken(SqlKind.End, SqlWord.None, _at, 0);
        }

        var c = _text[_at];
        return c switch
        {
            '\'' or '"' => Quoted(_at, _at + 1, c, SqlKind.Text),
            '`' => Quoted(_at, _at + 1, c, SqlKind.Word),
            '-' when Next == '-' => Line(),
            '#' => Line(),
            '/' when Next == '*' => OpenBlock(),
            '@' => Variable(),
            '\\' when Next is 'N' => Symbol(SqlKind.Constant, 2),
            '.' when char.IsAsciiDigit(Next) => Number(),
            '[' => Bracketed(),
            ',' => Symbol(SqlKind.Comma, 1),
            '.' => Symbol(SqlKind.Dot, 1),
            '(' => Symbol(SqlKind.Open, 1),
            ')' => Symbol(SqlKind.Close, 1),
            ';' => Symbol(SqlKind.Semicolon, 1),
            '?' => Symbol(SqlKind.Junk, 1),
            _ => char.IsAsciiDigit(c) ? Number() : IsWord(c) ? Word() : Operator(c),
        };
    }

    private readonly char Next => _at + 1 < _text.Length ? _text[_at + 1] : '\0';

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '$' || (c >= '\u0080' && char.IsLetterOrDigit(c));

    private SqlToken Symbol(SqlKind kind, int length, SqlWord word = SqlWord.None)
    {
        var start = _at;
        _at += length;
        return new SqlToken(kind, word, start, length, Mark: _text[start]);
    }

    /// <summary>Blanks, and comments that end: they stand for a blank.</summary>
    private void SkipGaps()
    {
        while (_at < _text.Length)
        {
            if (_text[_at] <= ' ' || _text[_at] == '\u00A0')
            {
                _at++;
            }
            else if (_text[_at] == '*' && Next == '/')
            {
                // The end of a /*!50000 ... */, whose inside is run.
                _at += 2;
            }
            else if (_text[_at] != '/' || Next != '*' || !SkipBlock())
            {
                return;
            }
        }
    }

    private SqlToken Quoted(int start, int from, char quote, SqlKind kind)
    {
        for (var i = from; i < _text.Length; i++)
        {
            if (_text[i] == '\\' && quote != '`')
            {
                i++;
            }
            else if (_text[i] == quote)
            {
                if (i + 1 < _text.Length && _text[i + 1] == quote && i != from)
                {
                    i++;
                    continue;
                }

                _at = i + 1;
                return new SqlToken(kind, SqlWord.None, start, _at - start, Mark: quote);
            }
        }

        _at = _text.Length;
        return new SqlToken(kind, SqlWord.None, start, _at - start, IsClosed: false, quote);
    }

    private SqlToken Bracketed()
    {
        // Bounded, or a row of '[' would be read to the end for each of them.
        var length = _text[_at..Math.Min(_text.Length, _at + 66)].IndexOf(']');
        return length > 1 ? Symbol(SqlKind.Word, length + 1) : Symbol(SqlKind.Junk, 1);
    }

    private SqlToken Line()
    {
        var start = _at;
        var end = _text[_at..].IndexOfAny('\n', '\r');
        _at = end < 0 ? _text.Length : _at + end;
        return new SqlToken(SqlKind.Comment, SqlWord.None, start, _at - start, IsClosed: end >= 0, _text[start]);
    }

    /// <summary>MySQL runs what is in /*!50000 ... */: only its frame is left out.</summary>
    private bool SkipBlock()
    {
        if (_at + 2 < _text.Length && _text[_at + 2] == '!')
        {
            _at += 3;
            while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            {
                _at++;
            }

            return true;
        }

        var end = _text[(_at + 2)..].IndexOf("*/");
        _at += end < 0 ? 0 : end + 4;
        return end >= 0;
    }

    private SqlToken OpenBlock()
    {
        var start = _at;
        _at = _text.Length;
        return new SqlToken(SqlKind.Comment, SqlWord.None, start, _at - start, IsClosed: false, '/');
    }

    private SqlToken Variable()
    {
        var start = _at;
        while (_at < _text.Length && (_text[_at] == '@' || IsWord(_text[_at]) || _text[_at] == '.'))
        {
            _at++;
        }

        if (_at < _text.Length && _at - start <= 2 && _text[_at] is '`' or '\'' or '"')
        {
            Quoted(_at, _at + 1, _text[_at], SqlKind.Variable);
        }

        return new SqlToken(_at - start > 1 ? SqlKind.Variable : SqlKind.Junk, SqlWord.None, start, _at - start);
    }

    private SqlToken Number()
    {
        var start = _at;
        if (_text[_at] == '0' && Next is 'x' or 'X')
        {
            _at += 2;
            while (_at < _text.Length && char.IsAsciiHexDigit(_text[_at]))
            {
                _at++;
            }

            return new SqlToken(SqlKind.Number, SqlWord.None, start, _at - start, Mark: 'x');
        }

        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.'))
        {
            _at++;
        }

        // 1e5, and MySQL's 1.e before a name.
        if (_at < _text.Length && _text[_at] is 'e' or 'E')
        {
            var next = Next;
            if (char.IsAsciiDigit(next) || next is '+' or '-' or '.' || !IsWord(next))
            {
                _at++;
                while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
                {
                    _at++;
                }
            }
        }

        var digits = _at;
        while (_at < _text.Length && IsWord(_text[_at]))
        {
            _at++;
        }

        if (_at > digits)
        {
            // 1or, 1union: read as two tokens. Otherwise it is a name that begins with digits: 1st, 70s.
            if (!SqlWords.Find(_text[digits.._at], out var found) || found.Kind is not (SqlKind.Logical or SqlKind.Clause or SqlKind.Comparison))
            {
                return new SqlToken(SqlKind.Word, SqlWord.None, start, _at - start);
            }

            _at = digits;
        }

        return new SqlToken(SqlKind.Number, SqlWord.None, start, _at - start);
    }

    private SqlToken Word()
    {
        var start = _at;
        while (_at < _text.Length && IsWord(_text[_at]))
        {
            _at++;
        }

        if (_at < _text.Length && _text[_at] is '\'' && IsPrefix(_text[start.._at]))
        {
            return Quoted(start, _at + 1, '\'', SqlKind.Text) with { Mark = '\0' };
        }

        SqlWords.Find(_text[start.._at], out var found);
        var called = IsCalled();
        if (found.Kind is not (default(SqlKind) or SqlKind.Word) && !(called && found.Word is SqlWord.Thing or SqlWord.Insert or SqlWord.If))
        {
            return new SqlToken(found.Kind, found.Word, start, _at - start);
        }

        return new SqlToken(called ? SqlKind.Function : SqlKind.Word, found.Word is SqlWord.Thing or SqlWord.Insert or SqlWord.If ? SqlWord.Known : found.Word, start, _at - start);
    }

    private static bool IsPrefix(ReadOnlySpan<char> word) =>
        word.Length == 1 ? word[0] is 'n' or 'N' or 'x' or 'X' or 'b' or 'B' or 'e' or 'E' or 'q' or 'Q' : word is ['_', ..];

    private readonly bool IsCalled()
    {
        var i = _at;
        while (i < _text.Length && i < _at + 16 && _text[i] <= ' ')
        {
            i++;
        }

        if (i + 1 < _text.Length && _text[i] == '/' && _text[i + 1] == '*')
        {
            var end = _text[i..Math.Min(_text.Length, i + 64)].IndexOf("*/");
            i = end < 0 ? i : i + end + 2;
        }

        return i < _text.Length && _text[i] == '(';
    }

    private SqlToken Operator(char c)
    {
        var next = Next;
        return c switch
        {
            '|' when next == '|' => Symbol(SqlKind.Logical, 2, SqlWord.None),
            '&' when next == '&' => Symbol(SqlKind.Logical, 2, SqlWord.None),
            '<' when next == '=' && _at + 2 < _text.Length && _text[_at + 2] == '>' => Symbol(SqlKind.Comparison, 3),
            '<' when next is '<' => Symbol(SqlKind.Arithmetic, 2),
            '>' when next is '>' => Symbol(SqlKind.Arithmetic, 2),
            '<' or '>' or '!' when next is '=' or '>' => Symbol(SqlKind.Comparison, 2),
            ':' when next is '=' or ':' => Symbol(SqlKind.Arithmetic, 2),
            '=' or '<' or '>' => Symbol(SqlKind.Comparison, 1),
            '!' or '~' => Symbol(SqlKind.Unary, 1),
            '+' or '-' or '*' or '/' or '%' or '|' or '&' or '^' => Symbol(SqlKind.Arithmetic, 1),
            _ => Symbol(SqlKind.Junk, 1),
        };
    }
}
