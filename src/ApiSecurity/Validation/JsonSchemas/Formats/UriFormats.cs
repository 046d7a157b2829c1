using System.Buffers;

namespace ApiSecurity.Validation;

/// <summary>URIs (RFC 3986) and IRIs (RFC 3987), by their grammar.</summary>
internal static class UriFormats
{
    private const int Ascii = 128;
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private const string SubDelimiters = "!$&'()*+,;=";

    private static readonly SearchValues<byte> HostCharacters = Characters(Unreserved + SubDelimiters);
    private static readonly SearchValues<byte> UserCharacters = Characters(Unreserved + SubDelimiters + ":");
    private static readonly SearchValues<byte> PathCharacters = Characters(Unreserved + SubDelimiters + ":@/");
    private static readonly SearchValues<byte> QueryCharacters = Characters(Unreserved + SubDelimiters + ":@/?");
    private static readonly SearchValues<byte> SchemeCharacters = Characters("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");

    public static bool IsUri(ReadOnlySpan<byte> text) => Is(text, mustHaveScheme: true, isInternational: false);

    public static bool IsUriReference(ReadOnlySpan<byte> text) => Is(text, mustHaveScheme: false, isInternational: false);

    public static bool IsIri(ReadOnlySpan<byte> text) => Is(text, mustHaveScheme: true, isInternational: true);

    public static bool IsIriReference(ReadOnlySpan<byte> text) => Is(text, mustHaveScheme: false, isInternational: true);

    private static bool Is(ReadOnlySpan<byte> text, bool mustHaveScheme, bool isInternational)
    {
        if (text.IndexOf((byte)'#') is >= 0 and var fragment)
        {
            if (!Has(text[(fragment + 1)..], QueryCharacters, isInternational))
            {
                return false;
            }

            text = text[..fragment];
        }

        if (text.IndexOf((byte)'?') is >= 0 and var query)
        {
            if (!Has(text[(query + 1)..], QueryCharacters, isInternational))
            {
                return false;
            }

            text = text[..query];
        }

        var colon = text.IndexOf((byte)':');
        var slash = text.IndexOf((byte)'/');
        if (colon >= 0 && (slash < 0 || colon < slash))
        {
            // In a relative reference the first segment has no colon: what stands before it is a scheme, or wrong.
            if (colon == 0 || !char.IsAsciiLetter((char)text[0]) || text[..colon].ContainsAnyExcept(SchemeCharacters))
            {
                return false;
            }

            text = text[(colon + 1)..];
        }
        else if (mustHaveScheme)
        {
            return false;
        }

        if (text.StartsWith("//"u8))
        {
            text = text[2..];
            var end = text.IndexOf((byte)'/');
            if (!IsAuthority(end < 0 ? text : text[..end], isInternational))
            {
                return false;
            }

            text = end < 0 ? [] : text[end..];
        }

        return Has(text, PathCharacters, isInternational);
    }

    private static bool IsAuthority(ReadOnlySpan<byte> text, bool isInternational)
    {
        if (text.IndexOf((byte)'@') is >= 0 and var at)
        {
            if (!Has(text[..at], UserCharacters, isInternational))
            {
                return false;
            }

            text = text[(at + 1)..];
        }

        if (!text.IsEmpty && text[0] == '[')
        {
            var end = text.IndexOf((byte)']');
            return end > 0 && IsIPLiteral(text[1..end]) && (end + 1 == text.Length || IsPort(text[(end + 1)..]));
        }

        var colon = text.IndexOf((byte)':');
        return colon < 0 ? Has(text, HostCharacters, isInternational) : Has(text[..colon], HostCharacters, isInternational) && IsPort(text[colon..]);
    }

    private static bool IsPort(ReadOnlySpan<byte> text) => text[0] == ':' && !text[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static bool IsIPLiteral(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || (text[0] | 0x20) != 'v')
        {
            return AddressFormats.IsIPv6(text);
        }

        var dot = text.IndexOf((byte)'.');
        if (dot < 2 || dot == text.Length - 1 || text[(dot + 1)..].ContainsAnyExcept(UserCharacters))
        {
            return false;
        }

        foreach (var digit in text[1..dot])
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether there is nothing but these characters, escapes of two digits, and in IRIs what is not ASCII.</summary>
    private static bool Has(ReadOnlySpan<byte> text, SearchValues<byte> characters, bool isInternational)
    {
        while (text.IndexOfAnyExcept(characters) is >= 0 and var other)
        {
            if (text[other] >= Ascii && isInternational)
            {
                text = text[(other + 1)..];
            }
            else if (text[other] == '%' && other + 2 < text.Length && char.IsAsciiHexDigit((char)text[other + 1]) && char.IsAsciiHexDigit((char)text[other + 2]))
            {
                text = text[(other + 3)..];
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private static SearchValues<byte> Characters(string characters) => SearchValues.Create([.. characters.Select(character => (byte)character)]);
}
