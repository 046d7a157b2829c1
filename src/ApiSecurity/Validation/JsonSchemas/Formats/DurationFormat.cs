namespace ApiSecurity.Validation;

/// <summary>Durations, by the grammar of RFC 3339 appendix A: no unit between two others is left out.</summary>
internal static class DurationFormat
{
    public static bool IsDuration(ReadOnlySpan<byte> text)
    {
        if (text.Length < 3 || text[0] != 'P')
        {
            return false;
        }

        text = text[1..];
        if (TryTakeUnits(text, "W"u8, out var rest) && rest.IsEmpty)
        {
            return true;
        }

        var hasDate = TryTakeUnits(text, "YMD"u8, out rest);
        if (rest.IsEmpty)
        {
            return hasDate;
        }

        return rest[0] == 'T' && TryTakeUnits(rest[1..], "HMS"u8, out rest) && rest.IsEmpty;
    }

    /// <summary>Takes numbers with units, which follow each other without a gap.</summary>
    private static bool TryTakeUnits(ReadOnlySpan<byte> text, ReadOnlySpan<byte> units, out ReadOnlySpan<byte> rest)
    {
        rest = text;
        var last = -1;
        while (rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is > 0 and var digits)
        {
            var unit = units.IndexOf(rest[digits]);
            if (unit < 0 || (last >= 0 && unit != last + 1))
            {
                break;
            }

            last = unit;
            rest = rest[(digits + 1)..];
        }

        return last >= 0;
    }
}
