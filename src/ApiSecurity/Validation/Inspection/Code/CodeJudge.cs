using System.Buffers;

namespace ApiSecurity.Validation;

/// <summary>Languages of the server: calls that run something, look-ups, serialized objects, filters, headers, addresses.</summary>
internal static class CodeJudge
{
    private static readonly SearchValues<string> Calls = SearchValues.Create(CodeWords.Calls, StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Gadgets = SearchValues.Create(CodeWords.Gadgets, StringComparison.Ordinal);

    private static readonly SearchValues<string> Lookups = SearchValues.Create(CodeWords.Lookups, StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Hosts = SearchValues.Create(CodeWords.Hosts, StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Loopbacks = SearchValues.Create(CodeWords.Loopbacks, StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Headers = SearchValues.Create(
        ["set-cookie:", "location:", "content-type:", "content-length:", "transfer-encoding:", "refresh:", "x-forwarded-", "link:", "access-control-", "http/1.", "x-xss-protection:", "last-modified:", "host:"],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Prototypes = SearchValues.Create(CodeWords.Prototypes, StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Inclusions = SearchValues.Create(CodeWords.Inclusions, StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Filters = SearchValues.Create(CodeWords.Filters, StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Axes = SearchValues.Create(CodeWords.Axes, StringComparison.OrdinalIgnoreCase);

    /// <summary>All of them in one pass: most texts have none.</summary>
    private static readonly SearchValues<string> Any = SearchValues.Create(
        [.. CodeWords.Calls, .. CodeWords.Gadgets, .. CodeWords.Lookups, .. CodeWords.Hosts, .. CodeWords.Loopbacks, .. CodeWords.Prototypes, .. CodeWords.Inclusions, .. CodeWords.Filters, .. CodeWords.Axes],
        StringComparison.OrdinalIgnoreCase);

    public static void Judge(ReadOnlySpan<char> text, ref InspectionFindings findings)
    {
        findings.Work += text.Length;
        if (text.ContainsAny(Any))
        {
            Words(text, ref findings);
        }

        SerializedJudge.Judge(text, ref findings);
        TemplateJudge.Judge(text, ref findings);
        DocumentJudge.Judge(text, ref findings);
        Lines(text, ref findings);
    }

    private static void Words(ReadOnlySpan<char> text, ref InspectionFindings findings)
    {
        Add(text, Calls, InspectionRules.CommandCode, ref findings);
        Add(text, Gadgets, InspectionRules.Gadget, ref findings);
        Add(text, Lookups, InspectionRules.Lookup, ref findings);
        Add(text, Hosts, InspectionRules.SsrfTarget, ref findings);
        Add(text, Loopbacks, InspectionRules.SsrfLocal, ref findings);
        Add(text, Prototypes, InspectionRules.PrototypeMember, ref findings);
        Add(text, Inclusions, InspectionRules.XmlInclusion, ref findings);
        Add(text, Filters, InspectionRules.LdapFilter, ref findings);
        Add(text, Axes, InspectionRules.XPathAxis, ref findings);
    }

    private static void Add(ReadOnlySpan<char> text, SearchValues<string> words, InspectionRule rule, ref InspectionFindings findings)
    {
        if (text.ContainsAny(words))
        {
            findings.Add(rule);
        }
    }

    /// <summary>A line break, then a header of HTTP.</summary>
    private static void Lines(ReadOnlySpan<char> text, ref InspectionFindings findings)
    {
        var at = 0;
        while (at < text.Length)
        {
            var next = text[at..].IndexOfAny('\r', '\n');
            if (next < 0)
            {
                return;
            }

            at += next + 1;
            var line = text[at..Math.Min(text.Length, at + 24)].TrimStart();
            if (line.IndexOfAny(Headers) == 0)
            {
                findings.Add(InspectionRules.HeaderLine);
            }
        }
    }
}
