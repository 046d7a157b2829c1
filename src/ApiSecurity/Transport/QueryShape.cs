using System.Buffers;

namespace ApiSecurity.Transport;

/// <summary>
/// Looks at a query as the client wrote it. Its values may hold anything, an encoded URL or several lines too; what no reader can make
/// sense of, or two readers differently, is refused.
/// </summary>
internal static class QueryShape
{
    private static readonly SearchValues<char> Clean =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?\\\"<>[]^`{|}");

    public static UrlFault Check(ReadOnlySpan<char> query)
    {
        var start = query.IndexOfAnyExcept(Clean);
        return start < 0 ? UrlFault.None : CheckSlowly(query[start..]);
    }

    private static UrlFault CheckSlowly(ReadOnlySpan<char> query)
    {
        var utf8 = default(Utf8Sequence);
        for (var index = 0; index < query.Length; index++)
        {
            int value = query[index];
            var fault = Plain((char)value);
            if (value == '%')
            {
                if (!Percent.TryRead(query, index, out value))
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
        }

        return utf8.End();
    }

    private static UrlFault Plain(char character) => character switch
    {
        '\0' => UrlFault.Nul,
        <= ' ' or '\x7F' => UrlFault.ControlCharacter,
        '#' => UrlFault.Fragment,
        > '\x7E' => UrlFault.NonAscii,
        _ => UrlFault.None,
    };

    private static UrlFault Encoded(int value) => value switch
    {
        0 => UrlFault.Nul,
        '\t' or '\n' or '\r' => UrlFault.None,
        < ' ' or 0x7F => UrlFault.ControlCharacter,
        _ => UrlFault.None,
    };
}
