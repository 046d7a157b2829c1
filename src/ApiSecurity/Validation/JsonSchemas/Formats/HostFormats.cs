using System.Text;

namespace ApiSecurity.Validation;

/// <summary>Names of hosts: RFC 1123 section 2.1 with the A-labels of RFC 5890, and RFC 5890 section 2.3.2.3 with U-labels.</summary>
internal static class HostFormats
{
    private const int LongestName = 253;
    private const int LongestLabel = 63;
    private const int MostBytes = LongestName * 4;
    private const string Mark = "xn--";

    public static bool IsHostname(ReadOnlySpan<byte> text) =>
        IsPlainHostname(text) && (text.IndexOf("--"u8) < 0 || Ascii.IsValid(text) && IsInternational(Encoding.ASCII.GetString(text)));

    public static bool IsInternationalHostname(ReadOnlySpan<byte> text) =>
        Ascii.IsValid(text) ? IsHostname(text) : text.Length <= MostBytes && IsInternational(Encoding.UTF8.GetString(text));

    public static bool IsPlainHostname(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > LongestName)
        {
            return false;
        }

        foreach (var part in text.Split((byte)'.'))
        {
            if (!IsLabel(text[part]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Letters, digits and hyphens, and what is not ASCII: the domain of an international mailbox.</summary>
    public static bool IsInternationalDomain(ReadOnlySpan<byte> text)
    {
        foreach (var part in text.Split((byte)'.'))
        {
            if (!IsLabel(text[part], isInternational: true))
            {
                return false;
            }
        }

        return text.Length is > 0 and <= MostBytes;
    }

    private static bool IsLabel(ReadOnlySpan<byte> label, bool isInternational = false)
    {
        if (label.Length is 0 || (label.Length > LongestLabel && !isInternational) || label[0] == '-' || label[^1] == '-')
        {
            return false;
        }

        foreach (var character in label)
        {
            if (!char.IsAsciiLetterOrDigit((char)character) && character != '-' && !(isInternational && character > sbyte.MaxValue))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsInternational(string text)
    {
        var labels = text.Split('.', '\u3002', '\uFF0E', '\uFF61');
        var length = -1;
        for (var index = 0; index < labels.Length; index++)
        {
            if (!TryRead(labels[index], out var label, out var encoded) || !IsLabel(Encoding.ASCII.GetBytes(encoded)))
            {
                return false;
            }

            labels[index] = label;
            length += encoded.Length + 1;
        }

        return length <= LongestName && IdnDirection.Holds(labels);
    }

    /// <summary>A label as it is meant, and as it is sent.</summary>
    private static bool TryRead(string text, out string label, out string encoded)
    {
        (label, encoded) = (text, text);
        if (!Ascii.IsValid(text))
        {
            encoded = Mark + Punycode.Encode(text);
            return IdnLabel.IsValid(text);
        }

        if (text.Length < Mark.Length || text[2] != '-' || text[3] != '-')
        {
            return true;
        }

        // Two hyphens in the third place are kept for A-labels: what they stand for must be a U-label.
        var code = text[Mark.Length..].ToLowerInvariant();
        return text.StartsWith(Mark, StringComparison.OrdinalIgnoreCase)
            && Punycode.TryDecode(code, out label) && !Ascii.IsValid(label) && IdnLabel.IsValid(label) && Punycode.Encode(label) == code;
    }
}
