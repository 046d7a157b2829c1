using System.Globalization;
using System.Text;

namespace ApiSecurity.Validation;

/// <summary>A set of code points, and how .NET, whose patterns read UTF-16, writes it.</summary>
internal sealed class CodePoints
{
    public const int Last = 0x10FFFF;
    private const int FirstSurrogate = 0xD800;
    private const int LastSurrogate = 0xDFFF;
    private const int LastOfPlane0 = 0xFFFF;
    private const int FirstOfPlane1 = 0x10000;
    private const int Block = 0x400;
    private const int FirstLow = 0xDC00;
    private const int FirstHigh = 0xD800;

    private readonly List<(int First, int Last)> _ranges = [];

    public static CodePoints LineEnds { get; } = new CodePoints().Add('\n').Add('\r').Add(0x2028, 0x2029);

    public static CodePoints Digits { get; } = new CodePoints().Add('0', '9');

    public static CodePoints WordCharacters { get; } = new CodePoints().Add('0', '9').Add('A', 'Z').Add('a', 'z').Add('_');

    public static CodePoints Spaces { get; } = new CodePoints()
        .Add('\t', '\r').Add(' ').Add(0xA0).Add(0x1680).Add(0x2000, 0x200A).Add(0x2028, 0x2029).Add(0x202F).Add(0x205F).Add(0x3000).Add(0xFEFF);

    public CodePoints Add(int one) => Add(one, one);

    public CodePoints Add(int first, int last)
    {
        _ranges.Add((first, last));
        return this;
    }

    public CodePoints Add(CodePoints others)
    {
        _ranges.AddRange(others._ranges);
        return this;
    }

    /// <summary>All code points that are not in here.</summary>
    public CodePoints Others()
    {
        var others = new CodePoints();
        var next = 0;
        foreach (var (first, last) in Merged())
        {
            if (first > next)
            {
                others.Add(next, first - 1);
            }

            next = last + 1;
        }

        return next > Last ? others : others.Add(next, Last);
    }

    /// <param name="isRepeated">Whether any number of them is meant: then halves of pairs may be taken one by one, which is simpler.</param>
    public string ToPattern(bool isRepeated)
    {
        var plane0 = new StringBuilder();
        var pairs = new List<string>();
        var hasAllPairs = false;
        foreach (var (first, last) in Merged())
        {
            AppendUnits(plane0, first, Math.Min(last, FirstSurrogate - 1));
            AppendUnits(plane0, Math.Max(first, LastSurrogate + 1), Math.Min(last, LastOfPlane0));
            if (last >= FirstOfPlane1)
            {
                hasAllPairs = first <= FirstOfPlane1 && last == Last;
                AddPairs(pairs, Math.Max(first, FirstOfPlane1) - FirstOfPlane1, last - FirstOfPlane1);
            }
        }

        if (isRepeated && hasAllPairs)
        {
            AppendUnits(plane0, FirstSurrogate, LastSurrogate);
            pairs.Clear();
        }

        if (plane0.Length > 0)
        {
            pairs.Insert(0, $"[{plane0}]");
        }

        return pairs.Count switch
        {
            0 => @"[^\u0000-\uFFFF]",
            1 when plane0.Length > 0 => pairs[0],
            _ => $"(?:{string.Join('|', pairs)})",
        };
    }

    /// <summary>The ranges, in order, none touching another.</summary>
    public IReadOnlyList<(int First, int Last)> Ranges() => Merged();

    private List<(int First, int Last)> Merged()
    {
        var merged = new List<(int First, int Last)>();
        foreach (var range in _ranges.Order())
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1)
            {
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, range.Last));
            }
            else
            {
                merged.Add(range);
            }
        }

        return merged;
    }

    private static void AppendUnits(StringBuilder pattern, int first, int last)
    {
        if (first <= last)
        {
            pattern.Append(first == last ? Unit(first) : $"{Unit(first)}-{Unit(last)}");
        }
    }

    /// <summary>A range of pairs: what it has of its first block, the whole blocks, and what it has of its last.</summary>
    private static void AddPairs(List<string> pairs, int first, int last)
    {
        while (first <= last)
        {
            var (high, low) = (first / Block, first % Block);
            if (low == 0 && last - first >= Block - 1)
            {
                var whole = ((last + 1) / Block) - 1;
                pairs.Add($"[{Unit(FirstHigh + high)}-{Unit(FirstHigh + whole)}][{Unit(FirstLow)}-{Unit(FirstLow + Block - 1)}]");
                first = (whole + 1) * Block;
                continue;
            }

            var end = Math.Min(last, (high * Block) + Block - 1);
            pairs.Add($"{Unit(FirstHigh + high)}[{Unit(FirstLow + low)}-{Unit(FirstLow + (end % Block))}]");
            first = end + 1;
        }
    }

    private static string Unit(int unit) => string.Create(CultureInfo.InvariantCulture, $"\\u{unit:X4}");
}
