using System.Text;

namespace ApiSecurity.Validation;

/// <summary>Reads a text as a path: how far it climbs, and whether it names a file of the system or of a server.</summary>
internal static class PathJudge
{
    public static void Judge(ReadOnlySpan<char> text, int layer, ref InspectionFindings findings)
    {
        findings.Work += text.Length;
        if (text.Contains('.'))
        {
            Climb(text, layer, ref findings);
        }

        if (text.ContainsAny('/', '\\') || !Ascii.IsValid(text))
        {
            SystemFiles.Judge(text, ref findings);
        }
    }

    /// <summary>
    /// Counts the steps up: two dots or more between separators, where anything that is neither letter nor digit separates (a decoder may
    /// make a slash of it). Relative names of one or two steps are common in honest texts; a row of them, or an encoded one, is not.
    /// </summary>
    private static void Climb(ReadOnlySpan<char> text, int layer, ref InspectionFindings findings)
    {
        var hasSlash = text.Contains('/');
        var row = 0;
        var longest = 0;
        var stays = 0;
        var mixed = false;
        var doubled = false;
        var at = 0;
        while (at < text.Length)
        {
            if (text[at] is not ('.' or '?'))
            {
                if (!IsSeparator(text[at]) && StandIn(text[at..]) == 0)
                {
                    row = 0;
                }
                else
                {
                    mixed |= text[at] == '\\' && hasSlash;
                    doubled |= at > 0 && row > 0 && IsSeparator(text[at]) && IsSeparator(text[at - 1]);
                    at += StandIn(text[at..]) is > 0 and var length ? length - 1 : 0;
                }

                at++;
                continue;
            }

            var start = at;
            while (at < text.Length && text[at] is '.' or '?' or < ' ')
            {
                at++;
            }

            var dots = text[start..at].Count('.') + text[start..at].Count('?');
            var before = start == 0 || !char.IsLetterOrDigit(text[start - 1]) || (start > 3 && row > 0);
            var after = at >= text.Length ? row > 0 : IsSeparator(text[at]) || StandIn(text[at..]) > 0;
            if (dots is >= 2 and <= 5 && text[start..at].Contains('.') && before && after)
            {
                row++;
                longest = Math.Max(longest, row);
            }
            else if (dots == 1 && after && before)
            {
                stays++;
            }
            else if (dots > 5 && after && start > 0 && IsSeparator(text[start - 1]))
            {
                longest = Math.Max(longest, 3);
            }
            else if (dots > 5 || (dots == 1 && !after))
            {
                row = 0;
            }
        }

        if (longest >= 3 || stays >= 4 || (longest >= 1 && (layer > 0 || mixed || doubled || stays > 1 || text.Contains('\0') || text.Contains("\\\\", StringComparison.Ordinal))))
        {
            findings.Add(InspectionRules.PathClimb);
        }
        else if (longest >= 1 && IsBare(text))
        {
            // Up, and from there nothing but up, or one name: the honest ones name something that is below.
            findings.Add(longest > 1 || text.StartsWith('/') || text.Contains('\\') || text.Contains("...", StringComparison.Ordinal) ? InspectionRules.PathClimb : InspectionRules.PathStep);
        }
        else if (longest >= 1)
        {
            findings.Add(InspectionRules.PathStep);
        }
    }

    private static bool IsSeparator(char c) => c is '/' or '\\' or '\uFFFD' || (c >= '\u0080' && !char.IsLetterOrDigit(c)) || c is '%' or ';' or < ' ' or '\u001C' or '\u00AF' or '|';

    /// <summary>"2f" and "5c": slashes whose percent sign was dropped on the way.</summary>
    private static int StandIn(ReadOnlySpan<char> text) =>
        text.StartsWith("2f", StringComparison.OrdinalIgnoreCase) || text.StartsWith("5c", StringComparison.OrdinalIgnoreCase) ? 2 : 0;

    /// <summary>Little beside the climbing: at most one name.</summary>
    private static bool IsBare(ReadOnlySpan<char> text)
    {
        var names = 0;
        var inName = false;
        foreach (var c in text)
        {
            if (c <= ' ')
            {
                return false;
            }

            var isName = char.IsLetterOrDigit(c);
            names += isName && !inName ? 1 : 0;
            inName = isName || (inName && c is '_' or '-' or '.');
        }

        return names <= 1;
    }
}
