namespace ApiSecurity.Validation;

/// <summary>
/// Operand, operator, operand: whether a text goes on as an expression does. Prose that holds a quote and an "or" breaks the alternation
/// within a word or two; an injection has to keep it until its end, or to cut the rest off with a comment.
/// </summary>
internal struct SqlExpression(char quote)
{
    private SqlToken _last;
    private SqlToken _comparedWith;
    private int _tokens;
    private int _opened;
    private int _operators;
    private int _literals;
    private int _calls;
    private int _cutAt;
    private bool _isOperand;
    private bool _broken;
    private bool _hasLogical;
    private bool _hasLogicalWord;
    private bool _breaksOut;
    private bool _compares;
    private bool _begunByOperator;
    private bool _begunByLiteral;
    private bool _endsOpen;
    private bool _tautology;
    private bool _loose;
    private bool _hasSelect;
    private bool _comparesAny;
    private bool _isFilter;

    public void Next(SqlToken token)
    {
        if (token.Kind == SqlKind.End)
        {
            return;
        }

        if (token.Kind == SqlKind.Comment)
        {
            _cutAt = _broken || (!_isOperand && _tokens > 0) ? 0 : token.Start + 1;
            if (!token.IsClosed)
            {
                return;
            }

            // The line ends, the statement goes on.
            _cutAt = 0;
            return;
        }

        _cutAt = 0;
        if (_broken && quote != '\0')
        {
            return;
        }

        _tokens++;
        var isFit = Take(token);
        if (!isFit)
        {
            Break(token);
        }

        _endsOpen = token is { Kind: SqlKind.Text, IsClosed: false } && token.Mark == quote;
        _last = token;
    }

    public readonly void Tell(ReadOnlySpan<char> text, bool isSuspect, ref InspectionFindings findings)
    {
        if (_tautology || (quote == '\0' && !_broken && _begunByOperator && _hasLogicalWord && _comparesAny))
        {
            findings.Add(InspectionRules.SqlCondition);
        }

        if (_loose)
        {
            findings.Add(InspectionRules.SqlLooseCondition);
        }

        if (quote != '\0' && !_broken && _tokens > 1 && _operators > 0)
        {
            findings.Add(InspectionRules.SqlOpen);
        }

        var isCut = _cutAt > 0 && IsBareComment(text[(_cutAt - 1)..]);
        if (quote != '\0')
        {
            if (!_broken && _isOperand && _endsOpen && _operators > 0 && _tokens > 2)
            {
                findings.Add(InspectionRules.SqlBreakOut);
            }
            else if (!_broken && isCut && (_operators > 0 || _breaksOut || _tokens == 1))
            {
                findings.Add(InspectionRules.SqlCutOff);
            }
        }
        else if (!_broken && isCut && _last.Kind != SqlKind.Word && (_operators + _calls > 0 || _hasSelect || _breaksOut) && (_literals + _calls > 0 || isSuspect))
        {
            findings.Add(InspectionRules.SqlCutOff);
        }
    }

    /// <summary>"--", "#" and "/*" that end the text, with no more than a mark behind them.</summary>
    private static bool IsBareComment(ReadOnlySpan<char> comment)
    {
        var rest = comment.TrimStart("-#/*").Trim(" \t\r\n\0+-;`'\")\u0001");
        return rest.Length <= (comment[0] == '#' ? 0 : 1);
    }

    private bool Take(SqlToken token)
    {
        switch (token.Kind)
        {
            case SqlKind.Logical:
                return Logical(token);
            case SqlKind.Comparison:
                return Compare(token);
            case SqlKind.Arithmetic:
                if (!_isOperand && token.Mark is '+' or '-' or '*')
                {
                    _begunByOperator |= _tokens == 1;
                    return true;
                }

                _begunByOperator |= _tokens == 1;
                return Operator(token) || _tokens == 1;
            case SqlKind.Unary:
                if (_isOperand && token.Word == SqlWord.Not)
                {
                    return true;
                }

                return !_isOperand;
            case SqlKind.Open:
                _opened++;
                if (_isOperand)
                {
                    return _last.Kind is SqlKind.Function or SqlKind.Comparison || _last.Word == SqlWord.In;
                }

                return true;
            case SqlKind.Close:
                _opened--;
                _breaksOut |= _opened < 0;
                if (_last.Kind == SqlKind.Open && _last.Start >= 0)
                {
                    _isOperand = true;
                }

                return _isOperand || _tokens == 1;
            case SqlKind.Comma:
                if (!_isOperand)
                {
                    return _tokens == 1;
                }

                _isOperand = false;
                return true;
            case SqlKind.Dot:
                if (_last.Kind is not (SqlKind.Word or SqlKind.Text or SqlKind.Number))
                {
                    return false;
                }

                _isOperand = false;
                return true;
            case SqlKind.Clause:
                return Clause(token);
            case SqlKind.Semicolon:
                Forget(begins: true);
                return true;
            case SqlKind.Junk:
                return false;
            default:
                return Operand(token);
        }
    }

    private bool Clause(SqlToken token)
    {
        _hasSelect |= token.Word == SqlWord.Select && !_isOperand;
        if (token.Word is SqlWord.Select or SqlWord.All or SqlWord.Case or SqlWord.When or SqlWord.Where or SqlWord.Having or SqlWord.From or SqlWord.Limit or SqlWord.By or SqlWord.Union or SqlWord.As)
        {
            _isOperand = false;
            return true;
        }

        return token.Word == SqlWord.End ? _isOperand : Operand(token);
    }

    private bool Operand(SqlToken token)
    {
        if (_isOperand)
        {
            var joins = _last.Kind == SqlKind.Text && token.Kind == SqlKind.Text && _last.IsClosed && token.Mark != '\0';
            if (!joins)
            {
                return false;
            }

            _operators++;
        }

        if (_last.Word == SqlWord.Is && token.Kind == SqlKind.Text)
        {
            return false;
        }

        if (token is { Kind: SqlKind.Function, Word: SqlWord.Known } && _last.Kind == SqlKind.Logical && (_begunByLiteral || _begunByOperator))
        {
            _tautology = true;
        }

        _isOperand = token.Kind != SqlKind.Function;
        _literals += token.IsLiteral ? 1 : 0;
        _calls += token.Kind is SqlKind.Function ? 1 : 0;
        if (_tokens == 1)
        {
            _begunByLiteral = token.IsLiteral;
        }

        Settle(token);
        return true;
    }

    /// <summary>A comparison has its second side: what is it worth?</summary>
    private void Settle(SqlToken right)
    {
        if (!_compares)
        {
            return;
        }

        _compares = false;
        _comparesAny = true;
        var left = _comparedWith;
        var strong = IsFixed(left) && IsFixed(right);
        if (!_hasLogical)
        {
            return;
        }

        // "5 < 10 and 10 > 5" compares before it says "and": a filter, or arithmetic. An injection goes on from a value.
        _loose |= strong;
        _tautology |= strong && !_isFilter;
        if ((IsFixed(left) || IsFixed(right)) && (_hasLogicalWord || quote != '\0'))
        {
            _tautology |= !_isFilter && (_begunByOperator || _begunByLiteral || _breaksOut);
            _loose = true;
        }
    }

    private static bool IsFixed(SqlToken token) =>
        token.IsLiteral || token.Kind is SqlKind.Function or SqlKind.Variable or SqlKind.Open or SqlKind.Close;

    private bool Logical(SqlToken token)
    {
        if (!_isOperand && _tokens > 1)
        {
            return false;
        }

        _begunByOperator |= _tokens == 1;
        _isFilter |= _comparesAny && !_hasLogical && quote == '\0' && !_begunByOperator;

        _hasLogical = true;
        _hasLogicalWord |= token.Word is SqlWord.And or SqlWord.Or;
        _operators++;
        _isOperand = false;
        return true;
    }

    private bool Compare(SqlToken token)
    {
        if (!_isOperand)
        {
            // IS NOT, SOUNDS LIKE, NOT IN, = ALL: two words for one operator.
            return (_last.Kind == SqlKind.Comparison && token.Word != SqlWord.None) || _tokens == 1;
        }

        _comparedWith = _last;
        _compares = true;
        _operators++;
        _isOperand = false;
        return true;
    }

    private bool Operator(SqlToken token)
    {
        if (!_isOperand)
        {
            return false;
        }

        // A slash between names is a path more often than a division.
        _operators += token.Mark == '/' ? 0 : 1;
        _isOperand = false;
        return true;
    }

    /// <summary>No expression up to here. Bare text may begin one anew: prose before it costs an attacker nothing.</summary>
    private void Break(SqlToken token)
    {
        if (quote != '\0')
        {
            _broken = true;
            return;
        }

        var isBroken = _tokens > 1;
        Forget(begins: false);
        _broken = isBroken;
        _isOperand = token.IsOperand && token.Kind != SqlKind.Function;
        _literals = token.IsLiteral ? 1 : 0;
    }

    private void Forget(bool begins)
    {
        _hasLogical = _hasLogicalWord = _compares = _isFilter = _comparesAny = _begunByOperator = _begunByLiteral = false;
        _isOperand = false;
        _operators = _literals = _calls = begins ? _operators : 0;
        _tokens = begins ? _tokens : 2;
    }
}
