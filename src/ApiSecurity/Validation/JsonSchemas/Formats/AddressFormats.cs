namespace ApiSecurity.Validation;

/// <summary>IP addresses: RFC 2673 section 3.2 (four decimal numbers, without leading zeros) and RFC 4291 section 2.2.</summary>
internal static class AddressFormats
{
    private const int Groups = 8;
    private const int GroupDigits = 4;
    private const int LongestNumber = 3;

    public static bool IsIPv4(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var part in text.Split((byte)'.'))
        {
            var number = text[part];
            if (++count > 4 || number.Length is 0 or > LongestNumber || (number.Length > 1 && number[0] == '0') || !IsByte(number))
            {
                return false;
            }
        }

        return count == 4;
    }

    public static bool IsIPv6(ReadOnlySpan<byte> text)
    {
        var gap = text.IndexOf("::"u8);
        if (gap < 0)
        {
            return CountGroups(text, mayEndInIPv4: true) == Groups;
        }

        var before = text[..gap];
        var after = text[(gap + 2)..];
        var first = before.IsEmpty ? 0 : CountGroups(before, mayEndInIPv4: false);
        var second = after.IsEmpty ? 0 : CountGroups(after, mayEndInIPv4: true);
        return first >= 0 && second >= 0 && first + second < Groups;
    }

    /// <returns>How many groups there are, an address of IPv4 as two of them; -1 if something else is there.</returns>
    private static int CountGroups(ReadOnlySpan<byte> text, bool mayEndInIPv4)
    {
        var count = 0;
        foreach (var part in text.Split((byte)':'))
        {
            var group = text[part];
            if (mayEndInIPv4 && part.End.Value == text.Length && group.Contains((byte)'.'))
            {
                return IsIPv4(group) ? count + 2 : -1;
            }

            if (group.Length is 0 or > GroupDigits || ++count > Groups)
            {
                return -1;
            }

            foreach (var digit in group)
            {
                if (!char.IsAsciiHexDigit((char)digit))
                {
                    return -1;
                }
            }
        }

        return count;
    }

    private static bool IsByte(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            number = (number * 10) + digit - '0';
        }

        return number <= byte.MaxValue;
    }
}
