using System.Buffers;

namespace ApiSecurity.Validation;

/// <summary>Tells a command's arguments from the rest of a sentence.</summary>
internal static class ShellArguments
{
    private static readonly SearchValues<char> Marks = SearchValues.Create(";|&#./\\");

    public static bool Fit(ReadOnlySpan<char> arguments, CommandKind kind, char opened, ReadOnlySpan<char> before)
    {
        var rest = arguments.TrimStart(" \t");
        var isSpaced = rest.Length < arguments.Length;
        if (rest.IsEmpty || IsEnd(rest))
        {
            // "; id" and "|id|": nothing behind it. What stands before decides whether that is the end of a list of words.
            var isList = (before.Length > 1 && char.IsLetter(before[^1]) && (before.Contains(' ') || opened == '&'));
            return opened is '(' ? kind == CommandKind.Tool : !isList && (before.IsEmpty || (kind == CommandKind.Tool && (before.Length == 1 || !char.IsLetter(before[^1]) || before.Contains(' '))));
        }

        if (opened == '`' && !rest.Contains('`'))
        {
            return false;
        }

        if (!isSpaced)
        {
            // system('…'), and %SYSTEMROOT%, $PATH, <file.
            return rest[0] is '<' or '>' or '$' or '%' || (rest[0] == '(' && rest.Length > 1 && kind == CommandKind.Tool && rest[1] is '\'' or '"' or ')' or '$');
        }

        // "Bash & Zsh scripts": between words the arguments have to show it.
        var isBetweenWords = opened == '&' && before.Length > 1 && char.IsLetter(before[^1]);
        return opened == '(' || AreOfShell(arguments, strict: kind == CommandKind.Word || isBetweenWords) || (kind == CommandKind.Tool && IsSubcommand(rest));
    }

    /// <summary>Options, paths, numbers, quotes, variables, redirections, addresses.</summary>
    public static bool AreOfShell(ReadOnlySpan<char> arguments, bool strict)
    {
        var rest = arguments.TrimStart(" \t");
        if (rest.IsEmpty || rest.Length == arguments.Length)
        {
            return false;
        }

        var space = rest.IndexOf(' ');
        var first = space < 0 ? rest : rest[..space];
        if (first is ['-', _, ..] && !first.SequenceEqual("--"))
        {
            return !strict || first.Length < 12;
        }

        if (first is "/" && rest.Contains(" -", StringComparison.Ordinal))
        {
            return true;
        }

        if (first[0] is '/' or '$' or '%' or '~' or '>' or '|' || first.StartsWith("./", StringComparison.Ordinal) || first.Contains('\\') || first.Contains("/etc", StringComparison.Ordinal))
        {
            return first.Length > 1;
        }

        if (first[0] is '"' or '\'' && !strict)
        {
            return true;
        }

        if (first[0] is '"' or '\'')
        {
            return rest.ContainsAny("$`;|>") || rest[1..].IndexOf(first[0]) >= 0;
        }

        if (first.Contains("://", StringComparison.Ordinal) || (char.IsAsciiDigit(first[0]) && (space < 0 || rest[space..].TrimStart() is [] or [';' or '|' or '&' or '#' or '-', ..] || first.Contains('.'))))
        {
            return true;
        }

        if (rest.IndexOf(" >") is >= 0 and var into && into + 2 < rest.Length && rest[(into + 2)..].TrimStart(" >") is ['/' or '.' or '$', ..])
        {
            return true;
        }

        // One word, and the end: "cat file", "net view".
        return !strict ? space < 0 || rest[space..].ContainsAny("|;>&/") : space < 0 && rest.Length < 16 && rest.ContainsAny(Marks);
    }

    /// <summary>"net user", "net view": what the command itself knows.</summary>
    private static bool IsSubcommand(ReadOnlySpan<char> rest)
    {
        foreach (var known in (ReadOnlySpan<string>)["user", "view", "localgroup", "use", "share", "start", "group", "accounts", "config", "session", "query", "add", "export", "run", "exec", "show"])
        {
            if (rest.StartsWith(known, StringComparison.OrdinalIgnoreCase) && (rest.Length == known.Length || rest[known.Length] is ' ' or ';' or '|' or '&'))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsEnd(ReadOnlySpan<char> rest) => rest[0] is ';' or '|' or '&' or '\n' or '\r' or '`' or '\'' or '"' or ')' or '#' or '}' or '\0' or '\\';
}
