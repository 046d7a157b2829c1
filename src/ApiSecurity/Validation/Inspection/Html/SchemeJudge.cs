namespace ApiSecurity.Validation;

/// <summary>Finds URLs that are code (javascript:, data:text/html, vbscript:), through the blanks and controls that browsers skip.</summary>
internal static class SchemeJudge
{
    public static void Judge(ReadOnlySpan<char> text, ref InspectionFindings findings)
    {
        findings.Work += text.Length;
        var at = 0;
        while (at < text.Length)
        {
            var next = text[at..].IndexOf(':');
            if (next < 0)
            {
                return;
            }

            at += next;
            findings.Work += 8;
            if (EndsWith(text[..at], "javascript") || EndsWith(text[..at], "vbscript") || EndsWith(text[..at], "livescript") || EndsWith(text[..at], "mocha"))
            {
                var rest = text[(at + 1)..Math.Min(text.Length, at + 200)].TrimStart();
                if (!rest.IsEmpty && at + 1 < text.Length && (text[at + 1] != ' ' || rest.ContainsAny("(=`")))
                {
                    findings.Add(InspectionRules.HtmlScheme);
                }
            }
            else if (EndsWith(text[..at], "data"))
            {
                var rest = text[(at + 1)..Math.Min(text.Length, at + 48)].TrimStart();
                if (rest.StartsWith(",", StringComparison.Ordinal)
                    || ((rest.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("image/svg", StringComparison.OrdinalIgnoreCase)
                        || rest.StartsWith("application/x", StringComparison.OrdinalIgnoreCase)) && text[(at + 1)..Math.Min(text.Length, at + 400)].Contains(',')))
                {
                    findings.Add(InspectionRules.HtmlScheme);
                }
            }

            at++;
        }
    }

    /// <summary>Backwards, over at most a few blanks for each letter.</summary>
    private static bool EndsWith(ReadOnlySpan<char> text, string word)
    {
        var at = text.Length - 1;
        for (var i = word.Length - 1; i >= 0; i--)
        {
            var skipped = 0;
            while (at >= 0 && skipped++ < 24 && (text[at] <= ' ' || text[at] is '\\' or '\u00AD' or '\u00A0'))
            {
                at--;
            }

            if (at < 0 || (text[at] | 0x20) != word[i])
            {
                return false;
            }

            at--;
        }

        return at < 0 || !char.IsAsciiLetterOrDigit(text[at]) || word.Length > 4;
    }
}
