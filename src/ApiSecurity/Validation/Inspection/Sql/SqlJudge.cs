namespace ApiSecurity.Validation;

/// <summary>
/// Reads a text as the rest of a statement, in each place where an application may have put it: bare, inside of '…' and inside of "…".
/// What counts is that it goes on as SQL does there, not that words of SQL are in it.
/// </summary>
internal static class SqlJudge
{
    public static void Judge(ReadOnlySpan<char> text, ref InspectionFindings findings)
    {
        Read(text, '\0', ref findings);
        if (text.Contains('\''))
        {
            Read(text, '\'', ref findings);
        }

        if (text.Contains('"'))
        {
            Read(text, '"', ref findings);
        }
    }

    private static void Read(ReadOnlySpan<char> text, char quote, ref InspectionFindings findings)
    {
        findings.Work += text.Length;
        var tokens = new SqlTokenizer(text);
        var expression = new SqlExpression(quote);
        var statement = new SqlStatement(text);
        if (quote != '\0')
        {
            var tail = tokens.ReadTail(quote);
            expression.Next(tail);
            statement.Next(tail, ref findings);
        }

        SqlToken token;
        do
        {
            token = tokens.Read();
            expression.Next(token);
            statement.Next(token, ref findings);
        }
        while (token.Kind != SqlKind.End);

        expression.Tell(text, statement.IsSuspect, ref findings);
    }
}
