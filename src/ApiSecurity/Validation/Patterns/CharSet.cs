namespace ApiSecurity.Validation;

/// <summary>Characters that a place of a pattern takes, as ranges. Letters beyond Latin are taken together: for overlaps that is enough.</summary>
internal sealed class CharSet
{
    public static readonly CharSet None = new([]);
    public static readonly CharSet Any = new([('\0', '\uffff')]);
    public static readonly CharSet Digit = new([('0', '9'), ('\u0660', '\u0669')]);
    public static readonly CharSet Space = new([('\t', '\r'), (' ', ' '), ('\u0085', '\u0085'), ('\u00a0', '\u00a0'), ('\u2000', '\u200a')]);
    public static readonly CharSet Letter = new([('A', 'Z'), ('a', 'z'), ('\u00c0', '\u02af'), ('\u0370', '\u1fff'), ('\u3040', '\ud7ff')]);
    public static readonly CharSet Word = Letter.With(Digit).With(new CharSet([('_', '_')]));

    private readonly List<(char From, char To)> _ranges;

    private CharSet(List<(char From, char To)> ranges) => _ranges = ranges;

    public static CharSet Of(char from, char to) => new([(from, to)]);

    public static CharSet Of(char letter) => Of(letter, letter);

    public CharSet With(CharSet other)
    {
        var ranges = new List<(char From, char To)>();
        foreach (var range in _ranges.Concat(other._ranges).OrderBy(range => range.From))
        {
            if (ranges.Count > 0 && range.From <= ranges[ranges.Count - 1].To + 1)
            {
                var last = ranges[ranges.Count - 1];
                ranges[ranges.Count - 1] = (last.From, range.To > last.To ? range.To : last.To);
            }
            else
            {
                ranges.Add(range);
            }
        }

        return new CharSet(ranges);
    }

    public CharSet Negated()
    {
        var ranges = new List<(char From, char To)>();
        var next = 0;
        foreach (var (from, to) in _ranges.OrderBy(range => range.From))
        {
            if (from > next)
            {
                ranges.Add(((char)next, (char)(from - 1)));
            }

            next = Math.Max(next, to + 1);
        }

        if (next <= char.MaxValue)
        {
            ranges.Add(((char)next, char.MaxValue));
        }

        return new CharSet(ranges);
    }

    /// <summary>With the other case of each ASCII letter.</summary>
    public CharSet InBothCases()
    {
        var all = this;
        for (var letter = 'a'; letter <= 'z'; letter++)
        {
            var upper = char.ToUpperInvariant(letter);
            if (Contains(letter) != Contains(upper))
            {
                all = all.With(Of(letter)).With(Of(upper));
            }
        }

        return all;
    }

    public bool Contains(char letter) => _ranges.Any(range => range.From <= letter && letter <= range.To);

    public bool Overlaps(CharSet other) => _ranges.Any(range => other._ranges.Any(another => range.From <= another.To && another.From <= range.To));
}
