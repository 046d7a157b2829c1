namespace ApiSecurity.Validation;

internal enum SqlKind : byte
{
    End,
    Number,
    Text,
    Constant,
    Word,
    Function,
    Variable,
    Logical,
    Comparison,
    Arithmetic,
    Unary,
    Comma,
    Dot,
    Open,
    Close,
    Semicolon,
    Comment,
    Clause,
    Junk,
}

/// <summary>One token of SQL, of no dialect and of all.</summary>
internal readonly record struct SqlToken(SqlKind Kind, SqlWord Word, int Start, int Length, bool IsClosed = true, char Mark = '\0')
{
    public bool IsLiteral => Kind is SqlKind.Number or SqlKind.Text or SqlKind.Constant;

    public bool IsOperand => Kind is >= SqlKind.Number and <= SqlKind.Variable;

    public int End => Start + Length;
}
