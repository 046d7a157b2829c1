using System.Globalization;

namespace ApiSecurity.Validation;

/// <summary>What <c>\p{…}</c> means, as far as .NET knows Unicode: general categories, and a few properties. Scripts it does not know.</summary>
internal static class UnicodeProperties
{
    private static readonly Lazy<CodePoints[]> Categories = new(ReadCategories);

    private static readonly Dictionary<string, UnicodeCategory[]> Groups = new(StringComparer.Ordinal)
    {
        ["C"] = [UnicodeCategory.Control, UnicodeCategory.Format, UnicodeCategory.Surrogate, UnicodeCategory.PrivateUse, UnicodeCategory.OtherNotAssigned],
        ["Cc"] = [UnicodeCategory.Control],
        ["Cf"] = [UnicodeCategory.Format],
        ["Cn"] = [UnicodeCategory.OtherNotAssigned],
        ["Co"] = [UnicodeCategory.PrivateUse],
        ["Cs"] = [UnicodeCategory.Surrogate],
        ["L"] = [UnicodeCategory.UppercaseLetter, UnicodeCategory.LowercaseLetter, UnicodeCategory.TitlecaseLetter, UnicodeCategory.ModifierLetter, UnicodeCategory.OtherLetter],
        ["LC"] = [UnicodeCategory.UppercaseLetter, UnicodeCategory.LowercaseLetter, UnicodeCategory.TitlecaseLetter],
        ["Ll"] = [UnicodeCategory.LowercaseLetter],
        ["Lm"] = [UnicodeCategory.ModifierLetter],
        ["Lo"] = [UnicodeCategory.OtherLetter],
        ["Lt"] = [UnicodeCategory.TitlecaseLetter],
        ["Lu"] = [UnicodeCategory.UppercaseLetter],
        ["M"] = [UnicodeCategory.NonSpacingMark, UnicodeCategory.SpacingCombiningMark, UnicodeCategory.EnclosingMark],
        ["Mc"] = [UnicodeCategory.SpacingCombiningMark],
        ["Me"] = [UnicodeCategory.EnclosingMark],
        ["Mn"] = [UnicodeCategory.NonSpacingMark],
        ["N"] = [UnicodeCategory.DecimalDigitNumber, UnicodeCategory.LetterNumber, UnicodeCategory.OtherNumber],
        ["Nd"] = [UnicodeCategory.DecimalDigitNumber],
        ["Nl"] = [UnicodeCategory.LetterNumber],
        ["No"] = [UnicodeCategory.OtherNumber],
        ["P"] = [UnicodeCategory.ConnectorPunctuation, UnicodeCategory.DashPunctuation, UnicodeCategory.OpenPunctuation, UnicodeCategory.ClosePunctuation,
            UnicodeCategory.InitialQuotePunctuation, UnicodeCategory.FinalQuotePunctuation, UnicodeCategory.OtherPunctuation],
        ["Pc"] = [UnicodeCategory.ConnectorPunctuation],
        ["Pd"] = [UnicodeCategory.DashPunctuation],
        ["Pe"] = [UnicodeCategory.ClosePunctuation],
        ["Pf"] = [UnicodeCategory.FinalQuotePunctuation],
        ["Pi"] = [UnicodeCategory.InitialQuotePunctuation],
        ["Po"] = [UnicodeCategory.OtherPunctuation],
        ["Ps"] = [UnicodeCategory.OpenPunctuation],
        ["S"] = [UnicodeCategory.MathSymbol, UnicodeCategory.CurrencySymbol, UnicodeCategory.ModifierSymbol, UnicodeCategory.OtherSymbol],
        ["Sc"] = [UnicodeCategory.CurrencySymbol],
        ["Sk"] = [UnicodeCategory.ModifierSymbol],
        ["Sm"] = [UnicodeCategory.MathSymbol],
        ["So"] = [UnicodeCategory.OtherSymbol],
        ["Z"] = [UnicodeCategory.SpaceSeparator, UnicodeCategory.LineSeparator, UnicodeCategory.ParagraphSeparator],
        ["Zl"] = [UnicodeCategory.LineSeparator],
        ["Zp"] = [UnicodeCategory.ParagraphSeparator],
        ["Zs"] = [UnicodeCategory.SpaceSeparator],
    };

    /// <summary>The long names, as PropertyValueAliases.txt of Unicode has them.</summary>
    private static readonly Dictionary<string, string> LongNames = new(StringComparer.Ordinal)
    {
        ["Other"] = "C",
        ["Control"] = "Cc",
        ["cntrl"] = "Cc",
        ["Format"] = "Cf",
        ["Unassigned"] = "Cn",
        ["Private_Use"] = "Co",
        ["Surrogate"] = "Cs",
        ["Letter"] = "L",
        ["Cased_Letter"] = "LC",
        ["Lowercase_Letter"] = "Ll",
        ["Modifier_Letter"] = "Lm",
        ["Other_Letter"] = "Lo",
        ["Titlecase_Letter"] = "Lt",
        ["Uppercase_Letter"] = "Lu",
        ["Mark"] = "M",
        ["Combining_Mark"] = "M",
        ["Spacing_Mark"] = "Mc",
        ["Enclosing_Mark"] = "Me",
        ["Nonspacing_Mark"] = "Mn",
        ["Number"] = "N",
        ["Decimal_Number"] = "Nd",
        ["digit"] = "Nd",
        ["Letter_Number"] = "Nl",
        ["Other_Number"] = "No",
        ["Punctuation"] = "P",
        ["punct"] = "P",
        ["Connector_Punctuation"] = "Pc",
        ["Dash_Punctuation"] = "Pd",
        ["Close_Punctuation"] = "Pe",
        ["Final_Punctuation"] = "Pf",
        ["Initial_Punctuation"] = "Pi",
        ["Other_Punctuation"] = "Po",
        ["Open_Punctuation"] = "Ps",
        ["Symbol"] = "S",
        ["Currency_Symbol"] = "Sc",
        ["Modifier_Symbol"] = "Sk",
        ["Math_Symbol"] = "Sm",
        ["Other_Symbol"] = "So",
        ["Separator"] = "Z",
        ["Line_Separator"] = "Zl",
        ["Paragraph_Separator"] = "Zp",
        ["Space_Separator"] = "Zs",
    };

    /// <exception cref="FormatException">It is not known.</exception>
    public static CodePoints Find(string expression)
    {
        var mark = expression.IndexOf('=', StringComparison.Ordinal);
        var name = expression[(mark + 1)..];
        if (mark < 0 || expression[..mark] is "General_Category" or "gc")
        {
            if (Groups.TryGetValue(LongNames.GetValueOrDefault(name, name), out var categories))
            {
                return categories.Aggregate(new CodePoints(), (all, category) => all.Add(Categories.Value[(int)category]));
            }

            if (mark < 0)
            {
                return FindProperty(name);
            }
        }

        throw new FormatException("It uses a Unicode property that is not known: of scripts .NET has no list.");
    }

    private static CodePoints FindProperty(string name) => name switch
    {
        "Any" => new CodePoints().Add(0, CodePoints.Last),
        "ASCII" => new CodePoints().Add(0, 0x7F),
        "Assigned" => Find("Cn").Others(),
        "ASCII_Hex_Digit" or "AHex" => new CodePoints().Add('0', '9').Add('A', 'F').Add('a', 'f'),
        "White_Space" or "space" => new CodePoints().Add('\t', '\r').Add(0x85).Add(0xA0).Add(Find("Z")),
        _ => throw new FormatException("It uses a Unicode property that is not known."),
    };

    private static CodePoints[] ReadCategories()
    {
        var categories = Enum.GetValues<UnicodeCategory>().Select(_ => new CodePoints()).ToArray();
        var first = 0;
        for (var next = 1; next <= CodePoints.Last + 1; next++)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(first);
            if (next > CodePoints.Last || CharUnicodeInfo.GetUnicodeCategory(next) != category)
            {
                categories[(int)category].Add(first, next - 1);
                first = next;
            }
        }

        return categories;
    }
}
