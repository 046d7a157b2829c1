using System.Text;
using ApiSecurity.Pipeline;
using Microsoft.Extensions.Primitives;

namespace ApiSecurity.Transport;

/// <summary>
/// The header <c>Forwarded</c> by the grammar of RFC 7239 section 4, blanks around semicolons tolerated. Anything else makes the whole header
/// malformed: the client wrote its left part, and a quotation mark that it left open would swallow what the proxies added.
/// </summary>
internal static class ForwardedParser
{
    /// <summary>Reads all lines of the header into <paramref name="elements"/>, left to right. Work and memory grow with its length alone.</summary>
    public static bool TryParse(StringValues lines, List<ForwardedElement> elements)
    {
        foreach (var line in lines)
        {
            if (!TryParseLine(line, elements))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryParseLine(ReadOnlySpan<char> line, List<ForwardedElement> elements)
    {
        while (true)
        {
            line = line.TrimStart(" \t");
            if (line.IsEmpty)
            {
                return true;
            }

            if (line[0] == ',')
            {
                // RFC 9110 section 5.6.1: empty elements of a list are ignored.
                line = line[1..];
                continue;
            }

            if (!TryElement(ref line, out var element))
            {
                return false;
            }

            elements.Add(element);
        }
    }

    /// <summary>Takes an element off the line, and the comma behind it if there is one.</summary>
    private static bool TryElement(ref ReadOnlySpan<char> line, out ForwardedElement element)
    {
        element = default;
        while (true)
        {
            line = line.TrimStart(" \t");
            if (line.IsEmpty)
            {
                return true;
            }

            switch (line[0])
            {
                case ',':
                    line = line[1..];
                    return true;
                case ';':
                    line = line[1..];
                    continue;
            }

            if (!TryPair(ref line, out var name, out var value) || !TryAdd(ref element, name, value))
            {
                return false;
            }

            line = line.TrimStart(" \t");
            if (!line.IsEmpty && line[0] is not (',' or ';'))
            {
                return false;
            }
        }
    }

    /// <summary>A parameter may occur once an element; unknown ones are extensions (section 5.5).</summary>
    private static bool TryAdd(ref ForwardedElement element, ReadOnlySpan<char> name, string value)
    {
        if (name.Equals("for", StringComparison.OrdinalIgnoreCase))
        {
            var first = element.For is null;
            element = element with { For = value };
            return first;
        }

        if (name.Equals("proto", StringComparison.OrdinalIgnoreCase))
        {
            var first = element.Proto is null;
            element = element with { Proto = value };
            return first;
        }

        if (name.Equals("host", StringComparison.OrdinalIgnoreCase))
        {
            var first = element.Host is null;
            element = element with { Host = value };
            return first;
        }

        return true;
    }

    private static bool TryPair(ref ReadOnlySpan<char> line, out ReadOnlySpan<char> name, out string value)
    {
        value = string.Empty;
        name = TakeToken(ref line);
        if (name.IsEmpty || line.IsEmpty || line[0] != '=')
        {
            return false;
        }

        line = line[1..];
        if (!line.IsEmpty && line[0] == '"')
        {
            return TryQuoted(ref line, out value);
        }

        var token = TakeToken(ref line);
        value = token.ToString();
        return !token.IsEmpty;
    }

    private static ReadOnlySpan<char> TakeToken(ref ReadOnlySpan<char> line)
    {
        var end = line.IndexOfAnyExcept(HttpToken.Characters);
        var token = end < 0 ? line : line[..end];
        line = line[token.Length..];
        return token;
    }

    /// <summary>RFC 9110 section 5.6.4.</summary>
    private static bool TryQuoted(ref ReadOnlySpan<char> line, out string value)
    {
        var text = new StringBuilder();
        for (var index = 1; index < line.Length; index++)
        {
            var character = line[index];
            if (character == '"')
            {
                line = line[(index + 1)..];
                value = text.ToString();
                return true;
            }

            if (character == '\\')
            {
                if (++index >= line.Length)
                {
                    break;
                }

                character = line[index];
            }

            if (character is (< ' ' and not '\t') or '\x7F')
            {
                break;
            }

            text.Append(character);
        }

        value = string.Empty;
        return false;
    }
}
