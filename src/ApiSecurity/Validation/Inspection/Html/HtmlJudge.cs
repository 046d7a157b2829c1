namespace ApiSecurity.Validation;

/// <summary>Reads a text as HTML, and as the rest of an attribute's value, the way a browser's tokeniser does, lenient as it is.</summary>
internal static class HtmlJudge
{
    public static void Judge(ReadOnlySpan<char> text, ref InspectionFindings findings)
    {
        findings.Work += text.Length;
        var at = 0;
        while (at < text.Length)
        {
            var next = text[at..].IndexOf('<');
            if (next < 0)
            {
                break;
            }

            at += next + 1;
            if (at is > 2 && text[at - 2] == '>' && text[at - 3] is '"' or '\'' && text[..(at - 1)].IndexOf('<') < 0 && at < text.Length && char.IsAsciiLetter(text[at]))
            {
                // The end of an attribute and of a tag that are not in the text, and a tag.
                findings.Add(InspectionRules.HtmlBreakOut);
            }

            at = Tag(text, at, ref findings);
        }

        Attributes(text, ref findings);
    }

    private static int Tag(ReadOnlySpan<char> text, int at, ref InspectionFindings findings)
    {
        var start = at;
        while (at < text.Length && at - start < 16 && (text[at] <= ' ' || text[at] is '/' or '\\' or '<'))
        {
            at++;
        }

        var isClosing = text[start..at].Contains('/');
        if (at >= text.Length)
        {
            return at;
        }

        if (text[at] is '!' or '?' or '%')
        {
            Declaration(text[at..], ref findings);
            return at + 1;
        }

        if (!char.IsAsciiLetter(text[at]) || (at > start && text[start] == ' '))
        {
            return at;
        }

        var reader = new TagReader(text, at);
        var name = reader.ReadTagName();
        var kind = HtmlNames.Find(name);
        findings.Add(InspectionRules.HtmlElement);
        if (isClosing)
        {
            if (kind is TagKind.Script or TagKind.RawText or TagKind.Active && HtmlNames.HoldsText(name))
            {
                findings.Add(InspectionRules.HtmlClosing);
            }

            return reader.At;
        }

        if (kind == TagKind.Script && !IsMentioned(text, at, reader.At))
        {
            findings.Add(InspectionRules.HtmlScript);
        }

        var count = 0;
        while (reader.Read(out var attribute, out var value))
        {
            count++;
            Attribute(name, attribute, value, inTag: true, ref findings);
        }

        if (kind == TagKind.Active && (count > 0 || reader.IsOpen))
        {
            findings.Add(InspectionRules.HtmlActive);
        }
        else if (kind is TagKind.Media && (count > 0 || reader.IsOpen))
        {
            findings.Add(InspectionRules.HtmlMedia);
        }

        return reader.At;
    }

    /// <summary>`&lt;script&gt;`, in a text about HTML.</summary>
    private static bool IsMentioned(ReadOnlySpan<char> text, int name, int end) =>
        name >= 2 && text[name - 2] is '`' && text[end..Math.Min(text.Length, end + 24)].Contains('`');

    private static void Attribute(ReadOnlySpan<char> tag, ReadOnlySpan<char> name, ReadOnlySpan<char> value, bool inTag, ref InspectionFindings findings)
    {
        if (name.Length > 4 && name.StartsWith("on", StringComparison.OrdinalIgnoreCase) && IsLetters(name[2..]))
        {
            if (inTag || IsCode(value))
            {
                findings.Add(InspectionRules.HtmlHandler);
            }
        }
        else if (name.Equals("style", StringComparison.OrdinalIgnoreCase) && IsActiveStyle(value))
        {
            findings.Add(InspectionRules.HtmlStyle);
        }
        else if (inTag && (HtmlNames.IsCarrier(name) || (name.Equals("http-equiv", StringComparison.OrdinalIgnoreCase) && tag.Equals("meta", StringComparison.OrdinalIgnoreCase))))
        {
            findings.Add(InspectionRules.HtmlActive);
        }
    }

    public static bool IsActiveStyle(ReadOnlySpan<char> value) =>
        value.Contains("expression", StringComparison.OrdinalIgnoreCase) || value.Contains("behavior", StringComparison.OrdinalIgnoreCase)
        || value.Contains("binding", StringComparison.OrdinalIgnoreCase) || value.Contains("-o-link", StringComparison.OrdinalIgnoreCase)
        || value.Contains("pression(", StringComparison.OrdinalIgnoreCase) || (value.Contains("url(", StringComparison.OrdinalIgnoreCase) && value.ContainsAny(":[;"));

    /// <summary>What may stand in a handler: a call, an assignment, a template; not a word.</summary>
    private static bool IsCode(ReadOnlySpan<char> value) => value.ContainsAny("(`=.[");

    private static bool IsLetters(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetter(c) && c is not ('\u000B' or '\0' or '/'))
            {
                return false;
            }
        }

        return true;
    }

    private static void Declaration(ReadOnlySpan<char> text, ref InspectionFindings findings)
    {
        if (text.StartsWith("!--", StringComparison.Ordinal) || text.StartsWith("![", StringComparison.Ordinal))
        {
            if (text.StartsWith("!--#", StringComparison.Ordinal))
            {
                findings.Add(InspectionRules.CommandCode);
            }

            findings.Add(InspectionRules.HtmlComment);
        }
        else if (text.StartsWith("!DOCTYPE", StringComparison.OrdinalIgnoreCase))
        {
            var rest = text[8..].TrimStart();
            if (!rest.StartsWith("html>", StringComparison.OrdinalIgnoreCase))
            {
                findings.Add(InspectionRules.XmlDoctype);
            }
        }
        else if (text.StartsWith("!ENTITY", StringComparison.OrdinalIgnoreCase) || text.StartsWith("!ELEMENT", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("!ATTLIST", StringComparison.OrdinalIgnoreCase))
        {
            findings.Add(InspectionRules.XmlDoctype);
        }
        else if (text.StartsWith("?php", StringComparison.OrdinalIgnoreCase) || text.StartsWith("?=", StringComparison.Ordinal)
            || text.StartsWith("%=", StringComparison.Ordinal) || text.StartsWith("%@", StringComparison.Ordinal) || text.StartsWith("% ", StringComparison.Ordinal))
        {
            findings.Add(InspectionRules.CommandCode);
        }
        else if (text.StartsWith("?import", StringComparison.OrdinalIgnoreCase) || text.StartsWith("?xml-", StringComparison.OrdinalIgnoreCase))
        {
            findings.Add(InspectionRules.XmlInclusion);
        }
    }

    /// <summary>The text may be put inside of a tag: "x' onerror=…", and bare "onfocus=…".</summary>
    private static void Attributes(ReadOnlySpan<char> text, ref InspectionFindings findings)
    {
        var at = 0;
        while (at < text.Length)
        {
            var next = text[at..].IndexOf('=');
            if (next < 0)
            {
                return;
            }

            at += next;
            var end = at;
            while (end > 0 && text[end - 1] <= ' ' && at - end < 8)
            {
                end--;
            }

            var begin = end;
            while (begin > 0 && end - begin < 32 && char.IsAsciiLetter(text[begin - 1]))
            {
                begin--;
            }

            if (end - begin >= 5 && (begin == 0 || text[begin - 1] is ' ' or '/' or '\'' or '"' or '`' or '\t' or '\n' or '+'))
            {
                var value = text[(at + 1)..Math.Min(text.Length, at + 200)];
                findings.Work += value.Length;
                Attribute(default, text[begin..end], value, inTag: false, ref findings);
            }

            at++;
        }
    }
}
