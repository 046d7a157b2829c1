using System.Globalization;

namespace ApiSecurity.Transport;

/// <summary>Reads <c>%XX</c> (RFC 3986 section 2.1).</summary>
internal static class Percent
{
    public static bool TryRead(ReadOnlySpan<char> text, int index, out int value)
    {
        value = 0;
        return index + 2 < text.Length
            && int.TryParse(text.Slice(index + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
