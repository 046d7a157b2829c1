namespace ApiSecurity.Validation;

/// <summary>Dates and times of RFC 3339, whose digits are ASCII and whose days exist.</summary>
internal static class DateFormats
{
    private const int DateLength = 10;
    private const int ClockLength = 8;
    private const int OffsetLength = 6;
    private const int MinutesADay = 24 * 60;
    private const int LastMinute = MinutesADay - 1;
    private const int LeapSecond = 60;

    public static bool IsDateTime(ReadOnlySpan<byte> text) =>
        text.Length > DateLength && IsDate(text[..DateLength]) && (text[DateLength] | 0x20) == 't' && IsTime(text[(DateLength + 1)..]);

    public static bool IsDate(ReadOnlySpan<byte> text)
    {
        if (text.Length != DateLength || text[4] != '-' || text[7] != '-')
        {
            return false;
        }

        var (century, rest, month, day) = (Two(text), Two(text[2..]), Two(text[5..]), Two(text[8..]));
        return century >= 0 && rest >= 0 && month is >= 1 and <= 12 && day >= 1 && day <= DaysOf((century * 100) + rest, month);
    }

    public static bool IsTime(ReadOnlySpan<byte> text)
    {
        if (text.Length <= ClockLength || text[2] != ':' || text[5] != ':')
        {
            return false;
        }

        var (hour, minute, second) = (Two(text), Two(text[3..]), Two(text[6..]));
        text = text[ClockLength..];
        if (text[0] == '.')
        {
            var fraction = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (fraction <= 0)
            {
                return false;
            }

            text = text[(fraction + 1)..];
        }

        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > LeapSecond || !TryReadOffset(text, out var offset))
        {
            return false;
        }

        // A leap second is the last of a day of UTC.
        return second < LeapSecond || ((hour * 60) + minute - offset + (2 * MinutesADay)) % MinutesADay == LastMinute;
    }

    private static bool TryReadOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1)
        {
            return (text[0] | 0x20) == 'z';
        }

        if (text.Length != OffsetLength || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':')
        {
            return false;
        }

        var (hour, minute) = (Two(text[1..]), Two(text[4..]));
        minutes = ((hour * 60) + minute) * (text[0] == '-' ? -1 : 1);
        return hour is >= 0 and <= 23 && minute is >= 0 and <= 59;
    }

    private static int DaysOf(int year, int month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    private static int Two(ReadOnlySpan<byte> text)
    {
        var (first, second) = (text[0] - '0', text[1] - '0');
        return first is >= 0 and <= 9 && second is >= 0 and <= 9 ? (first * 10) + second : -1;
    }
}
