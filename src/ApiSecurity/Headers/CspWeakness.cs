namespace ApiSecurity.Headers;

/// <summary>What a valid Content-Security-Policy leaves open to an attacker's script; told at start, not refused.</summary>
internal static class CspWeakness
{
    public static IEnumerable<string> Of(string policy)
    {
        var directives = policy.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(directive => directive.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToLookup(words => words[0], words => words.Skip(1).ToArray());
        var name = directives.Contains("script-src") ? "script-src" : "default-src";
        if (directives[name].FirstOrDefault() is not { } sources)
        {
            yield break;
        }

        var dynamic = sources.Contains("'strict-dynamic'");
        if (sources.Contains("'unsafe-inline'") && !dynamic && !sources.Any(source => source.StartsWith("'nonce-", StringComparison.Ordinal) || source.StartsWith("'sha", StringComparison.Ordinal)))
        {
            yield return $"{name} lets any inline script run ('unsafe-inline')";
        }

        if (sources.Contains("'unsafe-eval'"))
        {
            yield return $"{name} lets scripts be made from text ('unsafe-eval')";
        }

        if (!dynamic && sources.FirstOrDefault(source => source is "*" or "http:" or "https:" or "data:" or "blob:") is { } wide)
        {
            yield return $"{name} lets scripts come from anywhere ({wide})";
        }
    }
}
