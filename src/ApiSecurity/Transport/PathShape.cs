using System.Buffers;

namespace ApiSecurity.Transport;

/// <summary>
/// Looks at a path as the client wrote it. Proxies, frameworks and file systems read the same bytes in different ways; a path that has
/// more than one reading is refused, for one of the readers would check one resource and another deliver a second.
/// </summary>
internal static class PathShape
{
    // RFC 3986 pchar and '/', and what clients commonly send raw though they should not; all of it has one reading only.
    private static readonly SearchValues<char> Clean =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/\"<>[]^`{|}");

    public static UrlFault Check(ReadOnlySpan<char> path)
    {
        if (path.StartsWith("//"))
        {
            return UrlFault.DoubleSlash;
        }

        return path.IndexOfAnyExcept(Clean) < 0 && path.IndexOf("/.") < 0 ? UrlFault.None : CheckSlowly(path);
    }

    /// <summary>For servers that tell the decoded path only: what is still encoded in it was encoded twice, or is a slash.</summary>
    public static UrlFault CheckDecoded(ReadOnlySpan<char> path)
    {
        if (path.StartsWith("//"))
        {
            return UrlFault.DoubleSlash;
        }

        if (path.IndexOfAnyExcept(Clean) < 0 && path.IndexOf("/.") < 0)
        {
            return UrlFault.None;
        }

        var segment = default(PathSegment);
        for (var index = 0; index < path.Length; index++)
        {
            var character = path[index];
            if (Plain(character) is var fault and not (UrlFault.None or UrlFault.NonAscii or UrlFault.Fragment))
            {
                return fault;
            }

            if (character == '%' && Percent.TryRead(path, index, out var value))
            {
                return value is '/' ? UrlFault.EncodedSlash : UrlFault.DoubleEncoding;
            }

            if (segment.Add(character))
            {
                return UrlFault.DotSegment;
            }
        }

        return segment.End() ? UrlFault.DotSegment : UrlFault.None;
    }

    private static UrlFault CheckSlowly(ReadOnlySpan<char> path)
    {
        var utf8 = default(Utf8Sequence);
        var twice = default(DoubleEncoding);
        var segment = default(PathSegment);
        for (var index = 0; index < path.Length; index++)
        {
            int value = path[index];
            var fault = value == ' ' ? UrlFault.ControlCharacter : Plain((char)value);
            if (value == '%')
            {
                if (!Percent.TryRead(path, index, out value))
                {
                    return UrlFault.MalformedPercent;
                }

                index += 2;
                fault = Encoded(value);
            }

            if (fault != UrlFault.None || (fault = utf8.Add(value)) != UrlFault.None)
            {
                return fault;
            }

            if (utf8.IsControl)
            {
                return UrlFault.ControlCharacter;
            }

            if (twice.Add(value))
            {
                return UrlFault.DoubleEncoding;
            }

            if (segment.Add(value))
            {
                return UrlFault.DotSegment;
            }
        }

        return segment.End() ? UrlFault.DotSegment : utf8.End();
    }

    private static UrlFault Plain(char character) => character switch
    {
        '\0' => UrlFault.Nul,
        < ' ' or '\x7F' or (>= '\x80' and < '\xA0') => UrlFault.ControlCharacter,
        '\\' => UrlFault.Backslash,
        '#' => UrlFault.Fragment,
        > '\x7E' => UrlFault.NonAscii,
        _ => UrlFault.None,
    };

    private static UrlFault Encoded(int value) => value switch
    {
        0 => UrlFault.Nul,
        < ' ' or 0x7F => UrlFault.ControlCharacter,
        '/' => UrlFault.EncodedSlash,
        '\\' => UrlFault.EncodedBackslash,
        _ => UrlFault.None,
    };
}
