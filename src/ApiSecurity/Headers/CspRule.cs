using ApiSecurity.Pipeline;

namespace ApiSecurity.Headers;

/// <summary>Checks a Content-Security-Policy: browsers skip what they don't understand, and the page is open where it seemed closed.</summary>
internal static class CspRule
{
    public static void Check(string policy, IDictionary<string, string> reporting, bool reportOnly, ConfigurationErrors errors)
    {
        if (policy.Contains(','))
        {
            errors.Add(string.Empty, "has a comma, which starts a second policy", "Separate directives by ';' and sources by a space.");
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var directive in policy.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = directive.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!seen.Add(words[0]))
            {
                errors.Add(string.Empty, $"has {words[0]} twice, and browsers read the first only", "Write all its sources in one directive.");
            }

            CheckDirective(words[0], words.AsSpan(1), reporting, reportOnly, errors);
        }
    }

    private static void CheckDirective(string name, ReadOnlySpan<string> values, IDictionary<string, string> reporting, bool reportOnly, ConfigurationErrors errors)
    {
        if (CspDirectives.WithSources.Contains(name))
        {
            CheckSources(name, values, errors);
        }
        else if (CspDirectives.Obsolete.Contains(name))
        {
            errors.Add(string.Empty, $"has {name}, which browsers ignore by now", "Remove the directive.");
        }
        else if (!CspDirectives.WithoutSources.Contains(name))
        {
            errors.Add(string.Empty, "has a directive that browsers don't know", Suggest(name));
        }
        else if (name == "report-to" && (values.Length != 1 || !reporting.ContainsKey(values[0])))
        {
            errors.Add(string.Empty, "has a report-to that names no reporting endpoint", "Give it the name of an entry of ApiSecurity:Headers:ReportingEndpoints.");
        }
        else if (name is "sandbox" or "upgrade-insecure-requests" && reportOnly)
        {
            errors.Add(string.Empty, $"has {name}, which browsers ignore in a report-only policy", "Remove the directive.");
        }
    }

    private static void CheckSources(string directive, ReadOnlySpan<string> sources, ConfigurationErrors errors)
    {
        foreach (var source in sources)
        {
            if (CspSourceText.FindFault(source) is { } fault)
            {
                errors.Add(string.Empty, $"has in {directive} a source that {fault.Cause}", fault.Fix);
            }
            else if (!CspDirectives.WithInlineCode.Contains(directive) && source.StartsWith('\'') && source is not ("'self'" or "'none'" or "'report-sample'"))
            {
                errors.Add(string.Empty, $"has in {directive} a keyword, nonce or hash that means nothing there", "Such sources belong to script-src, style-src and their kin.");
            }
            else if (source == "'none'" && sources.Length > 1)
            {
                errors.Add(string.Empty, $"has in {directive} 'none' beside other sources, and browsers ignore it then", "Remove 'none' or the others.");
            }
        }
    }

    private static string Suggest(string name) =>
        NearestName.Suggest(name, CspDirectives.WithSources.Concat(CspDirectives.WithoutSources), "See the list in docs/headers.md.");
}
