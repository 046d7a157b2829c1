using System.Text;

namespace ApiSecurity.Validation;

/// <summary>The rules of RFC 5892 appendix A: code points that are right only beside certain others.</summary>
internal static class IdnContext
{
    private const int NonJoiner = 0x200C;
    private const int Joiner = 0x200D;

    /// <summary>Of canonical combining class 9, which .NET does not tell.</summary>
    private static readonly HashSet<int> Viramas =
    [
        0x94D, 0x9CD, 0xA4D, 0xACD, 0xB4D, 0xBCD, 0xC4D, 0xCCD, 0xD3B, 0xD3C, 0xD4D, 0xDCA, 0xE3A, 0xEBA, 0xF84, 0x1039, 0x103A, 0x1714, 0x1715, 0x1734, 0x17D2,
        0x1A60, 0x1B44, 0x1BAA, 0x1BAB, 0x1BF2, 0x1BF3, 0x2D7F, 0xA806, 0xA82C, 0xA8C4, 0xA953, 0xA9C0, 0xAAF6, 0xABED, 0x10A3F, 0x11046, 0x11070, 0x1107F, 0x110B9,
        0x11133, 0x11134, 0x111C0, 0x11235, 0x112EA, 0x1134D, 0x11442, 0x114C2, 0x115BF, 0x1163F, 0x116B6, 0x1172B, 0x11839, 0x1193D, 0x1193E, 0x119E0, 0x11A34,
        0x11A47, 0x11A99, 0x11C3F, 0x11D44, 0x11D45, 0x11D97,
    ];

    /// <summary>Letters of Arabic that join only what stands before them.</summary>
    private static readonly HashSet<int> RightJoining =
    [
        0x622, 0x623, 0x624, 0x625, 0x627, 0x629, 0x62F, 0x630, 0x631, 0x632, 0x648, 0x671, 0x672, 0x673, 0x675, 0x676, 0x677, 0x688, 0x689, 0x68A, 0x68B, 0x68C,
        0x68D, 0x68E, 0x68F, 0x690, 0x691, 0x692, 0x693, 0x694, 0x695, 0x696, 0x697, 0x698, 0x699, 0x6C0, 0x6C3, 0x6C4, 0x6C5, 0x6C6, 0x6C7, 0x6C8, 0x6C9, 0x6CA,
        0x6CB, 0x6CD, 0x6CF, 0x6D2, 0x6D3, 0x6D5, 0x6EE, 0x6EF,
    ];

    /// <returns>Whether the rule holds; <see langword="null"/> if the code point has none.</returns>
    public static bool? Holds(Rune[] label, int index)
    {
        var (before, after) = (index > 0 ? label[index - 1].Value : 0, index + 1 < label.Length ? label[index + 1].Value : 0);
        return label[index].Value switch
        {
            NonJoiner => Viramas.Contains(before) || IsBetweenJoining(label, index),
            Joiner => Viramas.Contains(before),
            0xB7 => before == 'l' && after == 'l',
            0x375 => after is (>= 0x370 and <= 0x3FF) or (>= 0x1F00 and <= 0x1FFF),
            0x5F3 or 0x5F4 => before is >= 0x591 and <= 0x5F4,
            0x30FB => label.Any(rune => rune.Value is not 0x30FB && IsJapaneseOrChinese(rune.Value)),
            >= 0x660 and <= 0x669 => !label.Any(rune => rune.Value is >= 0x6F0 and <= 0x6F9),
            >= 0x6F0 and <= 0x6F9 => !label.Any(rune => rune.Value is >= 0x660 and <= 0x669),
            _ => null,
        };
    }

    private static bool IsJapaneseOrChinese(int point) => point is (>= 0x3041 and <= 0x309F) or (>= 0x30A1 and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF)
        or 0x3005 or 0x3007 or (>= 0x2E80 and <= 0x2FD5) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x323AF);

    private static bool IsBetweenJoining(Rune[] label, int index)
    {
        var before = index - 1;
        while (before >= 0 && IsTransparent(label[before].Value))
        {
            before--;
        }

        var after = index + 1;
        while (after < label.Length && IsTransparent(label[after].Value))
        {
            after++;
        }

        return before >= 0 && after < label.Length && IsJoining(label[before].Value) && !RightJoining.Contains(label[before].Value) && IsJoining(label[after].Value);
    }

    private static bool IsTransparent(int point) => point is (>= 0x64B and <= 0x65F) or 0x670 or (>= 0x6D6 and <= 0x6DC);

    /// <summary>Arabic and Syriac letters that join.</summary>
    private static bool IsJoining(int point) => point is (>= 0x620 and <= 0x64A and not 0x621) or (>= 0x66E and <= 0x6D3 and not 0x674) or 0x6D5
        or (>= 0x6FA and <= 0x6FF) or (>= 0x710 and <= 0x72F) or (>= 0x74D and <= 0x77F) or (>= 0x7CA and <= 0x7EA);
}
