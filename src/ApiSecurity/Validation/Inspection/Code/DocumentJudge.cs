using System.Buffers;

namespace ApiSecurity.Validation;

/// <summary>Operators of document databases in a text or a name ($ne, $where), and JavaScript that breaks out of their strings.</summary>
internal static class DocumentJudge
{
    private static readonly SearchValues<string> Operators = SearchValues.Create(
        ["$where", "$ne", "$gt", "$gte", "$lt", "$lte", "$nin", "$regex", "$or", "$and", "$nor", "$exists", "$expr", "$function", "$accumulator", "$elemmatch", "$jsonschema", "$in"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Code = SearchValues.Create(
        ["this.password", ".match(/", "new date(", "while(true", "while (true", "db.collection", "tojson(", "mapreduce(", "__schema", "sleep("], StringComparison.OrdinalIgnoreCase);

    public static void Judge(ReadOnlySpan<char> text, ref InspectionFindings findings)
    {
        if (text.Contains('$'))
        {
            Names(text, ref findings);
        }

        if (text.Contains('(') || text.Contains('_') || text.Contains('.'))
        {
            Script(text, ref findings);
        }
    }

    private static void Script(ReadOnlySpan<char> text, ref InspectionFindings findings)
    {
        if (text.ContainsAny(Code))
        {
            findings.Add(text.ContainsAny("'\"") || text.Contains("while", StringComparison.OrdinalIgnoreCase) || text.Contains("__schema", StringComparison.Ordinal) ? InspectionRules.NoSqlCode : InspectionRules.NoSqlHint);
        }
    }

    private static void Names(ReadOnlySpan<char> text, ref InspectionFindings findings)
    {
        var at = 0;
        while (at < text.Length)
        {
            var next = text[at..].IndexOfAny(Operators);
            if (next < 0)
            {
                return;
            }

            at += next + 1;
            var end = at;
            while (end < text.Length && char.IsAsciiLetter(text[end]))
            {
                end++;
            }

            var before = at > 1 ? text[at - 2] : '\0';
            var after = text[end..].TrimStart(" \t\"'");
            if ((after is [':', ..] && before is '{' or ' ' or '"' or '\'' or ',') || (before == '[' && after is [']', ..]) || (text.Length == end && at == 1))
            {
                findings.Add(InspectionRules.NoSqlOperator);
            }

            at = end;
        }
    }
}
