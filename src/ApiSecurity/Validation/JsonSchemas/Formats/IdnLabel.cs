using System.Globalization;
using System.Text;

namespace ApiSecurity.Validation;

/// <summary>U-labels of IDNA 2008 (RFC 5891 section 4.2, RFC 5892), by what .NET knows of Unicode.</summary>
internal static class IdnLabel
{
    public static bool IsValid(string label)
    {
        if (label.Length == 0 || label[0] == '-' || label[^1] == '-' || (label.Length > 3 && label[2] == '-' && label[3] == '-') || !label.IsNormalized())
        {
            return false;
        }

        var runes = label.EnumerateRunes().ToArray();
        if (Rune.GetUnicodeCategory(runes[0]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark)
        {
            return false;
        }

        for (var index = 0; index < runes.Length; index++)
        {
            if (IdnContext.Holds(runes, index) is { } holds ? !holds : !IsAllowed(runes[index]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>RFC 5892 section 3: whether a code point is PVALID.</summary>
    private static bool IsAllowed(Rune rune) => rune.Value switch
    {
        // Exceptions (section 2.6).
        0xDF or 0x3C2 or 0x6FD or 0x6FE or 0xF0B or 0x3007 => true,
        0x640 or 0x7FA or 0x302E or 0x302F or (>= 0x3031 and <= 0x3035) or 0x303B => false,
        '-' or (>= '0' and <= '9') or (>= 'a' and <= 'z') => true,
        // Old Hangul Jamo; blocks and properties that are ignored.
        (>= 0x1100 and <= 0x11FF) or (>= 0xA960 and <= 0xA97C) or (>= 0xD7B0 and <= 0xD7FB) => false,
        (>= 0x20D0 and <= 0x20FF) or (>= 0x1D100 and <= 0x1D24F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) => false,
        0x34F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x3164 or 0xFFA0 => false,
        _ => IsLetterOrDigit(Rune.GetUnicodeCategory(rune)) && IsStable(rune.ToString()),
    };

    private static bool IsLetterOrDigit(UnicodeCategory category) => category is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber;

    private static bool IsStable(string text) =>
        text.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Normalize(NormalizationForm.FormKC) == text;
}
