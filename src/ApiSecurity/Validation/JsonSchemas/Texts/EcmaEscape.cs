using System.Globalization;

namespace ApiSecurity.Validation;

/// <summary>Reads what follows a backslash and means characters.</summary>
internal static class EcmaEscape
{
    private const int ControlBits = 0x1F;
    private const int UnitDigits = 4;

    /// <param name="reader">Behind the backslash.</param>
    /// <param name="single">The one character that is meant; -1 if it is a class of them.</param>
    public static CodePoints Read(EcmaReader reader, out int single)
    {
        var escape = reader.Read();
        var set = escape switch
        {
            'd' => CodePoints.Digits,
            'D' => CodePoints.Digits.Others(),
            'w' => CodePoints.WordCharacters,
            'W' => CodePoints.WordCharacters.Others(),
            's' => CodePoints.Spaces,
            'S' => CodePoints.Spaces.Others(),
            'p' => UnicodeProperties.Find(reader.ReadBraces()),
            'P' => UnicodeProperties.Find(reader.ReadBraces()).Others(),
            _ => null,
        };
        single = set is null ? ReadSingle(reader, escape) : -1;
        return set ?? new CodePoints().Add(single);
    }

    private static int ReadSingle(EcmaReader reader, int escape) => escape switch
    {
        't' => '\t',
        'n' => '\n',
        'v' => '\v',
        'f' => '\f',
        'r' => '\r',
        '0' when reader.Peek() is not (>= '0' and <= '9') => 0,
        'c' when reader.Peek() is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => reader.Read() & ControlBits,
        'x' => Known(reader.ReadHex(2)),
        'u' => ReadUnicode(reader),
        < 128 when char.IsAsciiLetterOrDigit((char)escape) => throw new FormatException("A letter after a backslash means nothing in ECMA-262."),
        _ => escape,
    };

    private static int ReadUnicode(EcmaReader reader)
    {
        if (reader.Peek() == '{')
        {
            var digits = reader.ReadBraces();
            return int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var point) && point is >= 0 and <= CodePoints.Last
                ? point
                : throw new FormatException("An escape is no code point.");
        }

        var unit = Known(reader.ReadHex(UnitDigits));
        if (!char.IsHighSurrogate((char)unit) || !reader.TryTake(@"\u"))
        {
            return unit;
        }

        var second = Known(reader.ReadHex(UnitDigits));
        return char.IsLowSurrogate((char)second) ? char.ConvertToUtf32((char)unit, (char)second) : throw new FormatException("An escape is half of a surrogate pair.");
    }

    private static int Known(int number) => number >= 0 ? number : throw new FormatException("An escape lacks its digits.");
}
