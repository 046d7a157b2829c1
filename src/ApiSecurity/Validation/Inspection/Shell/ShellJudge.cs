using System.Buffers;

namespace ApiSecurity.Validation;

/// <summary>
/// Reads a text as the rest of a shell's command line: a separator, a command and arguments that a command takes. Names that are words of
/// every day (echo, find, type, time) count only with arguments that no sentence has.
/// </summary>
internal static class ShellJudge
{
    private const int Reach = 96;

    private static readonly SearchValues<char> Separators = SearchValues.Create(";|&\n\r`$\\<>");

    public static void Judge(ReadOnlySpan<char> text, ref InspectionFindings findings)
    {
        findings.Work += text.Length;
        if (text.Contains("${IFS", StringComparison.Ordinal) || text.Contains("$IFS", StringComparison.Ordinal) || text.Contains("() {", StringComparison.Ordinal) && text.Contains(':'))
        {
            findings.Add(InspectionRules.CommandShell);
        }

        // A whole line: "cat /etc/passwd", "nc -lvvp 4448 -e /bin/sh&".
        Command(text, 0, whole: true, opened: '\0', ref findings);
        var at = 0;
        while (at < text.Length)
        {
            var next = text[at..].IndexOfAny(Separators);
            if (next < 0)
            {
                return;
            }

            at += next;
            var mark = text[at];
            at++;
            switch (mark)
            {
                case '$' when at < text.Length && text[at] == '(':
                    Command(text, at + 1, whole: false, '(', ref findings);
                    break;
                case '`' when at >= 2 && text[at - 2] == ' ':
                    // Prose writes names of commands in backticks.
                    break;
                case '`':
                    Command(text, at, whole: false, '`', ref findings);
                    break;
                case '\\':
                    if (at < text.Length && text[at] is 'n' or 'r' && (at == 1 || text[at - 2] is '"' or '\''))
                    {
                        Command(text, at + 1, whole: false, '\n', ref findings);
                    }

                    break;
                case '$':
                    break;
                case '<' or '>' when at < text.Length && text[at] == '(':
                    Command(text, at + 1, whole: false, '(', ref findings);
                    break;
                case '<' or '>':
                    break;
                default:
                    Command(text, at, whole: false, mark, ref findings);
                    break;
            }
        }
    }

    private static void Command(ReadOnlySpan<char> text, int at, bool whole, char opened, ref InspectionFindings findings)
    {
        // Both ways no further than a command line is of interest, or a row of separators would cost its square.
        var before = at - 1 <= 0 ? default : text[Math.Max(0, at - Reach)..(at - 1)].TrimEnd(";|&\n\r ");
        var start = at;
        findings.Work += 8;
        while (at < text.Length && at - start < 16 && (text[at] is ' ' or '\t' or '(' or '{' or '"' or '\'' or '!' || (text[at] is '|' or '&' or ';' or '\n' or '\r')))
        {
            at++;
        }

        if (at >= text.Length)
        {
            return;
        }

        // c'a't and c\at are cat.
        Span<char> name = stackalloc char[64];
        var length = 0;
        var end = at;
        while (end < text.Length && length < name.Length && IsName(text[end]))
        {
            if (text[end] is not ('\'' or '"' or '\\' or '^'))
            {
                name[length++] = text[end];
            }

            end++;
        }

        if (length < 2)
        {
            return;
        }

        var command = name[..length];
        var slash = command.LastIndexOf('/');
        if (slash >= 0)
        {
            if (!whole && IsBinary(command))
            {
                findings.Add(InspectionRules.CommandShell);
            }

            return;
        }

        var kind = ShellCommands.Find(command);
        if (kind != CommandKind.None && at > 0 && text[at - 1] == '{' && end < text.Length && text[end] == ',')
        {
            // {ls,-la} is a command without a blank.
            findings.Add(InspectionRules.CommandShell);
        }

        if (kind != CommandKind.None && !whole)
        {
            findings.Add(InspectionRules.CommandWord);
        }

        if (kind == CommandKind.None)
        {
            return;
        }

        var arguments = text[end..Math.Min(text.Length, end + Reach)];
        findings.Work += arguments.Length + before.Length;
        if (whole)
        {
            // No separator tells that a command begins here, so its arguments have to.
            if (kind == CommandKind.Tool && ShellArguments.AreOfShell(arguments, strict: true))
            {
                findings.Add(InspectionRules.CommandLine);
            }

            return;
        }

        if (ShellArguments.Fit(arguments, kind, opened, before))
        {
            findings.Add(InspectionRules.CommandShell);
        }
    }

    private static bool IsName(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or '\'' or '"' or '\\' or '^';

    private static bool IsBinary(ReadOnlySpan<char> path) =>
        path.Contains("bin/", StringComparison.OrdinalIgnoreCase) || path.StartsWith("/etc/", StringComparison.OrdinalIgnoreCase) || path.StartsWith("/tmp/", StringComparison.OrdinalIgnoreCase);
}
