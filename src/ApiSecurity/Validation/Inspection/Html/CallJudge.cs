namespace ApiSecurity.Validation;

/// <summary>Reads a text as a script: a call of what injected scripts call, in the forms that a call can take.</summary>
internal static class CallJudge
{
    private static readonly string[] Sinks = ["alert", "confirm", "prompt", "eval", "settimeout", "setinterval", "setimmediate", "execscript", "importscripts", "fromcharcode", "msgbox", "geturl", "atob", "write", "writeln", "vibrate"];
    private static readonly string[] Objects = ["document", "window", "location", "navigator", "top", "self", "parent", "frames", "globalthis", "constructor", "innerhtml", "outerhtml", "srcdoc"];

    public static void Judge(ReadOnlySpan<char> text, ref InspectionFindings findings)
    {
        findings.Work += text.Length;
        var at = 0;
        while (at < text.Length)
        {
            if (!char.IsAsciiLetter(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '$'))
            {
                at++;
            }

            if (at < text.Length && text[at] is '(' or '.' or '?' or '`' or '[' or ')' or ',' or ';' or '=' or '/')
            {
                Name(text, start, at, ref findings);
            }
        }
    }

    private static void Name(ReadOnlySpan<char> text, int start, int end, ref InspectionFindings findings)
    {
        var name = text[start..end];
        if (IsOneOf(name, Sinks))
        {
            if (IsCall(text, start, end))
            {
                findings.Add(InspectionRules.ScriptCall);
            }
        }
        else if (IsOneOf(name, Objects) && IsUse(text, start, end))
        {
            findings.Add(InspectionRules.ScriptObject);
        }
    }

    /// <summary>f(x), f?.(x), f.call(x), f`x`, (f)(x), a=f,a(x), f/**/(x), f[…](x).</summary>
    private static bool IsCall(ReadOnlySpan<char> text, int start, int end)
    {
        var before = start > 0 ? text[start - 1] : '\0';
        var rest = text[end..Math.Min(text.Length, end + 64)];
        if (rest.IsEmpty)
        {
            // [1].some(confirm
            return false;
        }

        if (rest.StartsWith("/*", StringComparison.Ordinal))
        {
            var close = rest.IndexOf("*/");
            rest = close < 0 ? rest : rest[(close + 2)..];
        }

        if (rest.StartsWith("?.", StringComparison.Ordinal))
        {
            rest = rest[2..];
        }

        if (rest.StartsWith(".call", StringComparison.Ordinal) || rest.StartsWith(".apply", StringComparison.Ordinal) || rest.StartsWith(".bind", StringComparison.Ordinal))
        {
            return rest.Contains('(');
        }

        if (rest.IsEmpty)
        {
            return false;
        }

        switch (rest[0])
        {
            case '(':
                var inside = rest[1..].TrimStart();
                return inside.IsEmpty || inside[0] != ')' || (start == 0 && inside[1..].Trim(" ;/").IsEmpty) || before is ';' or '=' or '"' or '\'' or '/' or '>' or ':' or '{' or '(' or '*' or '!';
            case '`':
                return before != '`' && rest[1..].Contains('`');
            case ')':
                return (before == '(' && rest.Length > 1 && rest[1] is '(' or '`' or '/' or ')') || (before is '(' or ',' && text[..start].Contains('.') && rest.Length == 1);
            case ',' or ';':
                return before is '=';
            default:
                return false;
        }
    }

    private static bool IsUse(ReadOnlySpan<char> text, int start, int end)
    {
        var rest = text[end..Math.Min(text.Length, end + 48)];
        if (rest.StartsWith("?.", StringComparison.Ordinal))
        {
            rest = rest[1..];
        }

        if (rest.Length < 2)
        {
            return false;
        }

        var name = text[start..end];
        if (rest[0] == '[')
        {
            // top["al"+"ert"], top[/al/.source+…]
            return rest[1] is '"' or '\'' or '/' or '`' or '(';
        }

        if (rest[0] == '=' && rest[1] is not ('=' or ' '))
        {
            return name.EndsWith("html", StringComparison.OrdinalIgnoreCase)
                || (name.Equals("location", StringComparison.OrdinalIgnoreCase) && rest[1] is '\'' or '`' or 'n');
        }

        if (rest[0] != '.')
        {
            return false;
        }

        var member = rest[1..];
        return StartsWithAny(member, "cookie", "domain", "location", "write", "body", "forms", "documentelement", "execcommand", "createelement", "constructor", "assign", "replace(", "hash", "localstorage", "vibrate", "opener", "name)", "eval", "frames")
            && (name.Length > 4 || member.Contains('('));
    }

    private static bool StartsWithAny(ReadOnlySpan<char> text, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOneOf(ReadOnlySpan<char> name, string[] words)
    {
        foreach (var word in words)
        {
            if (name.Length == word.Length && name.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
