namespace ApiSecurity.Analyzers;

/// <summary>Recognises what is a secret by its form, and nothing that only might be one.</summary>
internal static class SecretText
{
    private static readonly (string Beginning, int Length, bool IsExact, string What)[] Tokens =
    [
        ("AKIA", 20, true, "an AWS access key"),
        ("ASIA", 20, true, "an AWS access key"),
        ("ghp_", 40, true, "a GitHub token"),
        ("gho_", 40, true, "a GitHub token"),
        ("ghs_", 40, true, "a GitHub token"),
        ("github_pat_", 60, false, "a GitHub token"),
        ("glpat-", 26, false, "a GitLab token"),
        ("xoxb-", 40, false, "a Slack token"),
        ("xoxp-", 40, false, "a Slack token"),
        ("sk_live_", 24, false, "a Stripe key"),
        ("rk_live_", 24, false, "a Stripe key"),
        ("AIza", 39, true, "a Google API key"),
        ("npm_", 40, true, "an npm token"),
    ];

    private static readonly string[] SecretKeys = ["password", "pwd", "accountkey", "sharedaccesskey"];
    private static readonly string[] ServerKeys = ["server", "host", "data source", "datasource", "address", "addr", "endpoint", "accountname"];

    /// <summary>What kind of secret the text is; <see langword="null"/>, if it is none.</summary>
    public static string? KindOf(string text)
    {
        if (text.Length < 16 || text.Length > 100_000)
        {
            return null;
        }

        foreach (var (beginning, length, isExact, what) in Tokens)
        {
            if (text.StartsWith(beginning, StringComparison.Ordinal) && (isExact ? text.Length == length : text.Length >= length) && LooksRandom(text, beginning.Length))
            {
                return what;
            }
        }

        return IsPrivateKey(text) ? "a private key" : IsConnection(text) ? "a connection string with its password" : null;
    }

    private static bool LooksRandom(string text, int from)
    {
        var letters = new HashSet<char>();
        for (var i = from; i < text.Length; i++)
        {
            if (!(text[i] < 128 && char.IsLetterOrDigit(text[i])) && text[i] is not ('_' or '-'))
            {
                return false;
            }

            letters.Add(text[i]);
        }

        // Examples of manuals are not random: AKIAIOSFODNN7EXAMPLE, ghp_xxxxxxxx.
        return letters.Count >= 8 && text.IndexOf("EXAMPLE", StringComparison.OrdinalIgnoreCase) < 0;
    }

    private static bool IsPrivateKey(string text)
    {
        var begin = text.IndexOf("-----BEGIN ", StringComparison.Ordinal);
        var key = begin < 0 ? -1 : text.IndexOf("PRIVATE KEY-----", begin, StringComparison.Ordinal);
        return key >= 0 && key - begin < 32 && text.Skip(key + "PRIVATE KEY-----".Length).Take(4000).Count(letter => letter < 128 && char.IsLetterOrDigit(letter)) >= 64;
    }

    private static bool IsConnection(string text)
    {
        if (text.IndexOf('=') < 0 || text.IndexOf(';') < 0)
        {
            return false;
        }

        string? server = null, secret = null;
        foreach (var part in text.Split(';'))
        {
            var at = part.IndexOf('=');
            if (at <= 0)
            {
                continue;
            }

            var (key, value) = (part.Substring(0, at).Trim().ToLowerInvariant(), part.Substring(at + 1).Trim());
            if (ServerKeys.Contains(key))
            {
                server = value;
            }
            else if (SecretKeys.Contains(key))
            {
                secret = value;
            }
        }

        return server is not null && secret is { Length: >= 3 } && !IsLocal(server) && !IsPlaceholder(secret);
    }

    private static bool IsLocal(string server) => server.Length == 0 || server[0] == '.' || StartsWithAny(server, "localhost", "127.0.0.1", "(localdb)", "::1", "tcp:localhost", "host.docker.internal");

    private static bool IsPlaceholder(string secret) => secret.IndexOfAny(['<', '>', '{', '}', '*', '$', '%', '[']) >= 0
        || secret.Distinct().Count() <= 2
        || StartsWithAny(secret, "your", "my", "password", "secret", "changeme", "placeholder", "example", "todo");

    private static bool StartsWithAny(string text, params string[] beginnings) => beginnings.Any(beginning => text.StartsWith(beginning, StringComparison.OrdinalIgnoreCase));
}
