namespace ApiSecurity.Validation;

/// <summary>HTML's character references, with and without their semicolon: those that stand for what syntax is made of.</summary>
internal static class HtmlEntities
{
    private static readonly (string Name, char Character)[] Names =
    [
        ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("amp", '&'), ("colon", ':'), ("tab", '\t'), ("newline", '\n'), ("lpar", '('),
        ("rpar", ')'), ("equals", '='), ("nbsp", ' '), ("sol", '/'), ("bsol", '\\'), ("semi", ';'), ("grave", '`'), ("num", '#'), ("period", '.'),
        ("comma", ','), ("lbrack", '['), ("rbrack", ']'), ("lcub", '{'), ("rcub", '}'), ("plus", '+'), ("ast", '*'), ("dollar", '$'), ("vert", '|'),
    ];

    /// <returns>How many characters it takes; 0 where there is none.</returns>
    public static int Read(ReadOnlySpan<char> text, out char c)
    {
        c = '&';
        if (text.Length < 3)
        {
            return 0;
        }

        if (text[1] == '#')
        {
            return Number(text, out c);
        }

        var rest = text[1..Math.Min(text.Length, 10)];
        if (!char.IsAsciiLetter(rest[0]) || !rest.Contains(';'))
        {
            return 0;
        }

        foreach (var (name, character) in Names)
        {
            if (rest.StartsWith(name, StringComparison.OrdinalIgnoreCase) && rest.Length > name.Length && rest[name.Length] == ';')
            {
                c = character;
                return name.Length + 2;
            }
        }

        return 0;
    }

    private static int Number(ReadOnlySpan<char> text, out char c)
    {
        c = '&';
        var isHex = text[2] is 'x' or 'X';
        var at = isHex ? 3 : 2;
        var begin = at;
        var value = 0;
        while (at < text.Length && at - begin < 12 && (isHex ? char.IsAsciiHexDigit(text[at]) : char.IsAsciiDigit(text[at])))
        {
            value = value > 0xFFFF ? value : (value * (isHex ? 16 : 10)) + HexConverter(text[at]);
            at++;
        }

        if (at == begin)
        {
            return 0;
        }

        c = value <= 0xFFFF ? (char)value : '\uFFFD';
        return at < text.Length && text[at] == ';' ? at + 1 : at;
    }

    private static int HexConverter(char c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}
