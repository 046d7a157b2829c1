using System.Buffers;
using System.Net;
using System.Text;

namespace ApiSecurity.Cors;

/// <summary>Checks one configured origin, and says for the usual mistakes what to write instead.</summary>
internal static class OriginRule
{
    private const string Example = "Write scheme, host and, if it is not the default, port: https://shop.example.";
    private static readonly SearchValues<char> Separators = SearchValues.Create(" \t\r\n,;");
    private static readonly SearchValues<char> Pattern = SearchValues.Create(@"^$()|\{}?");

    /// <returns>Cause and fix, or <see langword="null"/> if the origin is one that a browser can send.</returns>
    public static (string Cause, string Fix)? Check(string? origin, bool development)
    {
        if (string.IsNullOrWhiteSpace(origin))
        {
            return ("is empty", Example);
        }

        if (origin.Equals("null", StringComparison.OrdinalIgnoreCase))
        {
            return ("is null, which any sandboxed frame and any local file can send", "Serve the page over https and list its origin.");
        }

        if (origin.AsSpan().ContainsAny(Separators))
        {
            return ("is more than one origin, or has white space in it", "Write one origin an entry.");
        }

        if (origin.AsSpan().ContainsAny(Pattern) || origin.Contains("/.*", StringComparison.Ordinal) || origin.Contains(".+", StringComparison.Ordinal))
        {
            return ("looks like a regular expression", "Write exact origins, or a wildcard for whole labels: https://*.shop.example.");
        }

        if (!Ascii.IsValid(origin))
        {
            return ("has letters that are not ASCII", "Write the host as browsers send it, in punycode: https://xn--bcher-kva.example.");
        }

        if (origin.AsSpan().ContainsAnyInRange('A', 'Z'))
        {
            return ("has capital letters, which browsers never send", "Write it in lower case.");
        }

        if (origin.Contains('*', StringComparison.Ordinal))
        {
            return CheckWildcard(origin, development);
        }

        return CheckExact(origin, development);
    }

    private static (string Cause, string Fix)? CheckExact(string origin, bool development)
    {
        if (OriginSyntax.TrySplit(origin, out var scheme, out var host, out _))
        {
            if (host.StartsWith('[') && !(IPAddress.TryParse(host, out var address) && host[1..^1].SequenceEqual(address.ToString())))
            {
                return ("has an IPv6 address that is not in its shortest form", "Write it as browsers send it: http://[::1]:3000.");
            }

            return scheme switch
            {
                "http" when !development => (
                    "is not encrypted, which is allowed in Development only",
                    "Write https://, or put the origin into appsettings.Development.json."),
                "file" or "data" or "blob" or "javascript" or "about" or "ws" or "wss" => ("has a scheme that is no page's", Example),
                _ => null,
            };
        }

        var authority = origin.AsSpan();
        var colon = authority.IndexOf("://", StringComparison.Ordinal);
        if (colon < 0)
        {
            return ("has no scheme", Example);
        }

        scheme = authority[..colon];
        authority = authority[(colon + 3)..];
        if (authority.ContainsAny('/', '#'))
        {
            return ("has a path or a slash at its end", Example);
        }

        if (authority.Contains('@'))
        {
            return ("has a user name", Example);
        }

        if (authority.EndsWith($":{OriginSyntax.DefaultPort(scheme)}"))
        {
            return ("has the default port, which browsers leave out", "Write it without the port.");
        }

        return ("is not an origin", Example);
    }

    private static (string Cause, string Fix)? CheckWildcard(string origin, bool development)
    {
        const string Fix = "Write the * as the whole first label: https://*.shop.example; it stands for one label or more.";
        var star = origin.IndexOf("://*.", StringComparison.Ordinal);
        if (star < 0 || origin.AsSpan().Count('*') > 1)
        {
            return ("has a * in a place where it can't stand", Fix);
        }

        var below = origin.Remove(star + 3, 2);
        if (CheckExact(below, development) is { } error)
        {
            return error;
        }

        _ = OriginSyntax.TrySplit(below, out var scheme, out var host, out _);
        if (scheme is not ("https" or "http") || host.StartsWith('[') || IPAddress.TryParse(host, out _))
        {
            return ("has a * where there are no subdomains", Example);
        }

        return SharedSuffixes.Contains(host)
            ? ("would allow sites of other people: anyone can have a name below it", "List your own origins one by one.")
            : null;
    }
}
