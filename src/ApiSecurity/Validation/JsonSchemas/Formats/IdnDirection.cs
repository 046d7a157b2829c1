using System.Globalization;
using System.Text;

namespace ApiSecurity.Validation;

/// <summary>The Bidi rule of RFC 5893 section 2, for names that have anything written from right to left.</summary>
internal static class IdnDirection
{
    private enum Direction
    {
        Left,
        Right,
        EuropeanDigit,
        ArabicDigit,
        Mark,
        Neutral,
    }

    public static bool Holds(string[] labels)
    {
        var directions = labels.Select(label => label.EnumerateRunes().Select(Of).ToList()).ToList();
        return !directions.Any(label => label.Any(direction => direction is Direction.Right or Direction.ArabicDigit)) || directions.TrueForAll(Holds);
    }

    private static bool Holds(List<Direction> label)
    {
        var last = label.FindLast(direction => direction != Direction.Mark);
        return label[0] switch
        {
            Direction.Right => !label.Contains(Direction.Left)
                && !(label.Contains(Direction.EuropeanDigit) && label.Contains(Direction.ArabicDigit))
                && last is Direction.Right or Direction.EuropeanDigit or Direction.ArabicDigit,
            Direction.Left => !label.Contains(Direction.Right) && !label.Contains(Direction.ArabicDigit)
                && last is Direction.Left or Direction.EuropeanDigit,
            _ => false,
        };
    }

    /// <summary>.NET does not tell the class of a character, but scripts that are written from right to left have blocks of their own.</summary>
    private static Direction Of(Rune rune) => rune.Value switch
    {
        (>= '0' and <= '9') or (>= 0x6F0 and <= 0x6F9) => Direction.EuropeanDigit,
        >= 0x660 and <= 0x669 => Direction.ArabicDigit,
        _ when Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark => Direction.Mark,
        (>= 0x590 and <= 0x8FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF) => Direction.Right,
        _ => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpacingCombiningMark ? Direction.Left : Direction.Neutral,
    };
}
