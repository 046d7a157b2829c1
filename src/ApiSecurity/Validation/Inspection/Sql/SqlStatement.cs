namespace ApiSecurity.Validation;

/// <summary>Finds clauses and statements: what only SQL says, told by the tokens beside it and not by the word alone.</summary>
internal ref struct SqlStatement(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private SqlToken _first;
    private SqlToken _second;
    private SqlToken _third;
    private int _known;
    private int _tokens;
    private bool _inSelect;
    private bool _afterUnion;
    private bool _unionPending;
    private bool _selectInParens;
    private bool _hasItem;
    private bool _wordPending;
    private SqlWord _pending;
    private bool _wantsFrom;
    private bool _hasSet;

    public readonly bool IsSuspect => _known > 0;

    public void Next(SqlToken token, ref InspectionFindings findings)
    {
        if (token.Kind == SqlKind.Comment && !(token.Length > 1 && _tokens > 0))
        {
            return;
        }

        Functions(token, ref findings);
        Selects(token, ref findings);
        Statements(token, ref findings);
        Sorting(token, ref findings);
        if (token.Kind is SqlKind.Comment)
        {
            return;
        }

        _third = _second;
        _second = _first;
        _first = token;
        _tokens++;
    }

    private void Functions(SqlToken token, ref InspectionFindings findings)
    {
        if (token.Kind == SqlKind.Variable && token.Length > 3 && _text[token.Start + 1] == '@' && char.IsAsciiLetter(_text[token.Start + 2]))
        {
            findings.Add(InspectionRules.SqlSystem);
        }

        if (token.Word == SqlWord.Telltale && ((token.Kind == SqlKind.Function && IsCalled(token)) || IsProcedure(token)))
        {
            findings.Add(InspectionRules.SqlFunction);
        }

        if (token.Word == SqlWord.Catalog && (_tokens > 0 || token.End < _text.Length))
        {
            findings.Add(InspectionRules.SqlSystem);
        }

        if (token is { Kind: SqlKind.Function, Word: SqlWord.Known })
        {
            _known++;
            if (_known == 2)
            {
                findings.Add(InspectionRules.SqlNested);
            }
        }
    }

    /// <summary>Some names are words of every day too: "benchmark (#2474)" calls nothing.</summary>
    private readonly bool IsCalled(SqlToken token)
    {
        var rest = _text[token.End..];
        if (rest[0] == '(')
        {
            return true;
        }

        var arguments = rest.TrimStart(" \t\r\n(");
        return rest[0] == '/' || arguments.IsEmpty || char.IsAsciiDigit(arguments[0]) || arguments[0] is '\'' or '"' or '@';
    }

    private readonly bool IsProcedure(SqlToken token) => token.Length > 3 && _text[token.Start + 2] == '_';

    private void Selects(SqlToken token, ref InspectionFindings findings)
    {
        if (token.Word == SqlWord.Union)
        {
            _afterUnion = true;
            _inSelect = _unionPending = false;
            return;
        }

        if (token.Word == SqlWord.Select)
        {
            _unionPending = _afterUnion;
            _selectInParens = _first.Kind is SqlKind.Open or SqlKind.Function;
            _inSelect = true;
            _hasItem = _wordPending = false;
            _afterUnion = false;
            return;
        }

        if (_afterUnion)
        {
            _afterUnion = token.Word == SqlWord.All || token.Kind is SqlKind.Open or SqlKind.Comment;
            return;
        }

        if (_wantsFrom)
        {
            _wantsFrom = false;
            if (token.Kind is SqlKind.Word or SqlKind.Open or SqlKind.Function or SqlKind.Text)
            {
                findings.Add(InspectionRules.SqlSelect);
            }
        }

        if (!_inSelect)
        {
            return;
        }

        if (token.Word == SqlWord.From)
        {
            _wantsFrom = _hasItem || _selectInParens;
            Item(_unionPending, ref findings);
            _inSelect = false;
            return;
        }

        switch (token.Kind)
        {
            case SqlKind.Number or SqlKind.Text or SqlKind.Variable or SqlKind.Function or SqlKind.Constant or SqlKind.Open:
                if (_wordPending || (_hasItem && _first.IsLiteral && token.Kind != SqlKind.Open))
                {
                    _inSelect = token.Kind == SqlKind.Text;
                    return;
                }

                _hasItem = true;
                break;
            case SqlKind.Arithmetic when token.Mark is '*' or '-' or '+':
                _hasItem |= token.Mark == '*' || !_wordPending;
                _wordPending = false;
                break;
            case SqlKind.Word:
                if (_wordPending && _first.Kind == SqlKind.Word)
                {
                    // Two names in a row and a third: prose. One more is an alias.
                    if (_second.Kind == SqlKind.Word || !_hasItem)
                    {
                        _inSelect = _hasItem && _second.Kind != SqlKind.Word;
                        return;
                    }
                }
                else if (_first.Kind == SqlKind.Number && _hasItem)
                {
                    _inSelect = false;
                    return;
                }

                _wordPending = true;
                break;
            case SqlKind.Comma:
                _wordPending = false;
                Item(_unionPending, ref findings);
                break;
            case SqlKind.Close:
                _wordPending = false;
                if (_selectInParens && _hasItem)
                {
                    findings.Add(InspectionRules.SqlSelect);
                }

                break;
            case SqlKind.End or SqlKind.Comment or SqlKind.Semicolon:
                Item(_unionPending, ref findings);
                if (_hasItem && (_selectInParens || _known > 0))
                {
                    findings.Add(InspectionRules.SqlSelect);
                }

                _inSelect = false;
                break;
            case SqlKind.Dot:
                _wordPending = false;
                break;
        }

        Item(_unionPending && _hasItem, ref findings);
    }

    private static void Item(bool isUnion, ref InspectionFindings findings)
    {
        if (isUnion)
        {
            findings.Add(InspectionRules.SqlUnion);
        }
    }

    private void Statements(SqlToken token, ref InspectionFindings findings)
    {
        _hasSet |= token.Word == SqlWord.Set && _pending == SqlWord.Update;
        var begins = _tokens == 0 || _first.Kind == SqlKind.Semicolon;
        var stacked = _first.Kind == SqlKind.Semicolon && _tokens > 1;
        switch (token.Word)
        {
            case SqlWord.File when _first.Word == SqlWord.Into:
                findings.Add(InspectionRules.SqlFile);
                break;
            case SqlWord.Delay when _first.Word == SqlWord.Wait:
                findings.Add(InspectionRules.SqlFunction);
                break;
            case SqlWord.Thing when _first.Word == SqlWord.Define && (_second.Kind == SqlKind.Semicolon || _second.Kind is SqlKind.Text or SqlKind.Close):
                findings.Add(InspectionRules.SqlStacked);
                break;
            case SqlWord.From when _first.Word == SqlWord.Delete && _second.Kind == SqlKind.Semicolon && _third.Kind is SqlKind.Text or SqlKind.Close:
            case SqlWord.Shutdown when stacked:
            case SqlWord.Wait when stacked:
            case SqlWord.Define when stacked && _second.Kind is SqlKind.Text or SqlKind.Close:
                findings.Add(InspectionRules.SqlStacked);
                break;
            case SqlWord.Set when _second.Word == SqlWord.Update:
                _pending = SqlWord.Update;
                _hasSet = true;
                break;
            case SqlWord.Insert when begins || _first.IsLiteral:
                _pending = SqlWord.Insert;
                break;
            case SqlWord.Delete:
                _pending = SqlWord.Delete;
                break;
            case SqlWord.Where when _pending == SqlWord.Delete && _second.Word == SqlWord.From:
            case SqlWord.Values when _pending == SqlWord.Insert:
                findings.Add(InspectionRules.SqlStacked);
                break;
        }

        if (_hasSet && token is { Kind: SqlKind.Comparison } && _first.Kind is SqlKind.Word)
        {
            findings.Add(InspectionRules.SqlStacked);
        }

        if (_first.Word == SqlWord.Declare && token.Kind == SqlKind.Variable)
        {
            findings.Add(InspectionRules.SqlStacked);
        }

        if (_first.Word == SqlWord.Execute && (token.Kind is SqlKind.Open or SqlKind.Variable or SqlKind.Function || IsStored(token)))
        {
            findings.Add(InspectionRules.SqlStacked);
        }

        if (_first.Word == SqlWord.Procedure && token.Kind == SqlKind.Function)
        {
            findings.Add(InspectionRules.SqlFunction);
        }

        if (stacked && token.Word is SqlWord.Select && token.End < _text.Length && _second.Kind is SqlKind.Text or SqlKind.Close or SqlKind.Number)
        {
            findings.Add(InspectionRules.SqlStacked);
        }
    }

    private readonly bool IsStored(SqlToken token)
    {
        var name = _text.Slice(token.Start, token.Length);
        return token.Kind == SqlKind.Word &&
            (name.StartsWith("xp_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("sp_", StringComparison.OrdinalIgnoreCase)
            || name.Equals("master", StringComparison.OrdinalIgnoreCase));
    }

    private void Sorting(SqlToken token, ref InspectionFindings findings)
    {
        // ORDER BY 5, where a value ended before or the text begins, and nothing but SQL comes behind.
        if (_first.Kind == SqlKind.Number && _second.Word == SqlWord.By && _third.Word is SqlWord.Order or SqlWord.Group
            && token.Kind is SqlKind.Comma or SqlKind.Comment or SqlKind.End)
        {
            findings.Add(InspectionRules.SqlSorting);
        }

        if (_first.Word == SqlWord.Having && token.Kind is SqlKind.Number or SqlKind.Text && _tokens > 1)
        {
            _pending = SqlWord.Having;
        }
        else if (_pending == SqlWord.Having)
        {
            if (token.Kind is SqlKind.Comparison or SqlKind.Comment)
            {
                findings.Add(InspectionRules.SqlSorting);
            }

            _pending = SqlWord.None;
        }
    }
}
