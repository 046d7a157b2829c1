namespace ApiSecurity.Validation;

/// <summary>Placeholders of templates ({{…}}, ${…}, #{…}, &lt;%…%&gt;) that hold an expression: a call, or arithmetic of numbers. A name alone is a placeholder.</summary>
internal static class TemplateJudge
{
    public static void Judge(ReadOnlySpan<char> text, ref InspectionFindings findings)
    {
        var at = 0;
        while (at < text.Length)
        {
            var next = text[at..].IndexOf('{');
            if (next < 0)
            {
                return;
            }

            at += next + 1;
            var before = at > 1 ? text[at - 2] : '\0';
            if (before is not ('{' or '$' or '#' or '*' or '@' or '%' or '~'))
            {
                continue;
            }

            findings.Work += 16;
            var end = text[at..Math.Min(text.Length, at + 256)].IndexOf('}');
            if (end > 0)
            {
                Placeholder(text.Slice(at, end), ref findings);
            }
        }
    }

    private static void Placeholder(ReadOnlySpan<char> inside, ref InspectionFindings findings)
    {
        if (inside.Contains("__", StringComparison.Ordinal) && inside.ContainsAny(".[") && inside.Contains("class", StringComparison.OrdinalIgnoreCase))
        {
            findings.Add(InspectionRules.TemplateExpression);
            return;
        }

        var trimmed = inside.Trim(" {%=\"'");
        var digits = 0;
        while (digits < trimmed.Length && (char.IsAsciiDigit(trimmed[digits]) || trimmed[digits] == ' '))
        {
            digits++;
        }

        if (digits > 0 && digits + 1 < trimmed.Length && trimmed[digits] is '*' or '+' or '-' or '/' && trimmed[digits + 1] is ' ' or '\'' or '"' or (>= '0' and <= '9'))
        {
            findings.Add(InspectionRules.TemplateExpression);
        }
        else if (trimmed.Contains('(') && trimmed.ContainsAny(".'\"") && trimmed.IndexOf('(') is > 0 and var open && char.IsLetterOrDigit(trimmed[open - 1]))
        {
            findings.Add(InspectionRules.TemplateCall);
        }
    }
}
