using System.Buffers;

namespace ApiSecurity.Validation;

/// <summary>At the highest level the characters that an attack needs are enough: for fields that never have them.</summary>
internal static class MarkJudge
{
    private static readonly SearchValues<char> Quotes = SearchValues.Create("'\"`");
    private static readonly SearchValues<char> Brackets = SearchValues.Create("<>");
    private static readonly SearchValues<char> Separators = SearchValues.Create(";|&\n\r$");
    private static readonly SearchValues<char> Filters = SearchValues.Create("*()|&!");

    public static void Judge(ReadOnlySpan<char> text, ref InspectionFindings findings)
    {
        if (findings.Level < 4)
        {
            return;
        }

        Add(text, Quotes, InspectionRules.QuoteMark, ref findings);
        Add(text, Brackets, InspectionRules.HtmlMark, ref findings);
        Add(text, Separators, InspectionRules.CommandMark, ref findings);
        Add(text, Filters, InspectionRules.LdapMark, ref findings);
    }

    private static void Add(ReadOnlySpan<char> text, SearchValues<char> marks, InspectionRule rule, ref InspectionFindings findings)
    {
        if (text.ContainsAny(marks))
        {
            findings.Add(rule);
        }
    }
}
