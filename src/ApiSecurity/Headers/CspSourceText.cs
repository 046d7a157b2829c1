using System.Buffers;
using System.Buffers.Text;

namespace ApiSecurity.Headers;

/// <summary>The grammar of one source expression (CSP level 3, section 2.3.1).</summary>
internal static class CspSourceText
{
    private static readonly SearchValues<char> NotInHost = SearchValues.Create(" ;,'\"<>\\?#");

    public static (string Cause, string Fix)? FindFault(string source)
    {
        if (source is "*" || CspDirectives.Keywords.Contains(source) || source == NonceTemplate.Source)
        {
            return null;
        }

        if (source.StartsWith('\'') || source.EndsWith('\''))
        {
            return FindQuotedFault(source);
        }

        if (CspDirectives.Keywords.Contains($"'{source}'") || source.StartsWith("nonce-", StringComparison.OrdinalIgnoreCase) || IsHash($"'{source}'"))
        {
            return ("is taken for a host's name", "Put single quotes around keywords, nonces and hashes: 'self'.");
        }

        return IsScheme(source) || IsHost(source) ? null : ("is no scheme, host or keyword", "Write https:, https://cdn.example.com or 'self'.");
    }

    public static bool IsScheme(string source) =>
        source.Length > 1 && source[^1] == ':' && char.IsAsciiLetter(source[0])
        && source[..^1].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '-' or '.');

    /// <summary>[ scheme "://" ] ( "*" / [ "*." ] host ) [ ":" port ] [ path ]</summary>
    public static bool IsHost(string source)
    {
        if (!HeaderText.IsValue(source) || source.AsSpan().ContainsAny(NotInHost))
        {
            return false;
        }

        var scheme = source.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0 && !IsScheme(source[..(scheme + 1)]))
        {
            return false;
        }

        var rest = scheme < 0 ? source : source[(scheme + 3)..];
        var slash = rest.IndexOf('/');
        var authority = slash < 0 ? rest : rest[..slash];
        var colon = authority.LastIndexOf(':');
        var port = colon < 0 ? null : authority[(colon + 1)..];
        var host = colon < 0 ? authority : authority[..colon];
        if (port is not (null or "*") && (port.Length is 0 or > 5 || !port.All(char.IsAsciiDigit)))
        {
            return false;
        }

        var name = host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host;
        return host == "*" || (name.Length > 0 && name.Split('.').All(label => label.Length > 0 && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')));
    }

    private static (string Cause, string Fix)? FindQuotedFault(string source)
    {
        if (source.StartsWith("'nonce-", StringComparison.OrdinalIgnoreCase))
        {
            return ("is a nonce that never changes, so that an attacker can know it", "Write 'nonce-{nonce}' and take the value from HttpContext.GetCspNonce().");
        }

        if (source.StartsWith("'sha", StringComparison.OrdinalIgnoreCase))
        {
            return IsHash(source) ? null : ("is a hash of the wrong length or alphabet", "Write 'sha256-…' with the hash in base64, as CspSource.HashOf and the browser's console do.");
        }

        return ("is a keyword that browsers don't know", $"Known: {string.Join(' ', CspDirectives.Keywords.Order(StringComparer.Ordinal))}.");
    }

    public static bool IsHash(string source)
    {
        var bytes = source switch
        {
            _ when source.StartsWith("'sha256-", StringComparison.OrdinalIgnoreCase) => 32,
            _ when source.StartsWith("'sha384-", StringComparison.OrdinalIgnoreCase) => 48,
            _ when source.StartsWith("'sha512-", StringComparison.OrdinalIgnoreCase) => 64,
            _ => 0,
        };
        return bytes > 0 && source.EndsWith('\'') && source.Length > 9
            && ((Base64.IsValid(source.AsSpan(8, source.Length - 9), out var length) && length == bytes)
                || (Base64Url.IsValid(source.AsSpan(8, source.Length - 9), out length) && length == bytes));
    }
}
