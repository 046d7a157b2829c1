using System.Text;

namespace ApiSecurity.Validation;

/// <summary>RFC 3492.</summary>
internal static class Punycode
{
    private const int Base = 36;
    private const int LowestThreshold = 1;
    private const int HighestThreshold = 26;
    private const int Skew = 38;
    private const int Damp = 700;
    private const int FirstBias = 72;
    private const int FirstPoint = 128;
    private const int LastPoint = 0x10FFFF;

    public static string Encode(string text)
    {
        var points = text.EnumerateRunes().Select(rune => rune.Value).ToArray();
        var output = new StringBuilder();
        output.Append([.. points.Where(point => point < FirstPoint).Select(point => (char)point)]);
        var (basic, handled) = (output.Length, output.Length);
        if (basic > 0)
        {
            output.Append('-');
        }

        var (next, delta, bias) = (FirstPoint, 0, FirstBias);
        while (handled < points.Length)
        {
            var smallest = points.Where(point => point >= next).Min();
            delta += (smallest - next) * (handled + 1);
            next = smallest;
            foreach (var point in points)
            {
                if (point < next)
                {
                    delta++;
                }
                else if (point == next)
                {
                    AppendNumber(output, delta, bias);
                    bias = Adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }

            delta++;
            next++;
        }

        return output.ToString();
    }

    public static bool TryDecode(string text, out string decoded)
    {
        decoded = string.Empty;
        var mark = text.LastIndexOf('-');
        var output = new List<int>(text.Take(Math.Max(mark, 0)).Select(character => (int)character));
        var (next, index, bias) = ((long)FirstPoint, 0L, FirstBias);
        for (var position = mark + 1; position < text.Length;)
        {
            var (old, weight) = (index, 1L);
            for (var place = Base; ; place += Base)
            {
                var digit = position < text.Length ? Digit(text[position++]) : -1;
                index += digit * weight;
                if (digit < 0 || index > int.MaxValue)
                {
                    return false;
                }

                var threshold = Threshold(place, bias);
                if (digit < threshold)
                {
                    break;
                }

                weight *= Base - threshold;
            }

            var count = output.Count + 1;
            bias = Adapt((int)(index - old), count, old == 0);
            next += index / count;
            index %= count;
            if (next > LastPoint || !Rune.IsValid((int)next))
            {
                return false;
            }

            output.Insert((int)index++, (int)next);
        }

        decoded = string.Concat(output.Select(point => new Rune(point).ToString()));
        return true;
    }

    private static void AppendNumber(StringBuilder output, int number, int bias)
    {
        for (var place = Base; ; place += Base)
        {
            var threshold = Threshold(place, bias);
            if (number < threshold)
            {
                output.Append(Character(number));
                return;
            }

            output.Append(Character(threshold + ((number - threshold) % (Base - threshold))));
            number = (number - threshold) / (Base - threshold);
        }
    }

    private static int Adapt(int delta, int count, bool isFirst)
    {
        delta = isFirst ? delta / Damp : delta / 2;
        delta += delta / count;
        var place = 0;
        for (; delta > (Base - LowestThreshold) * HighestThreshold / 2; place += Base)
        {
            delta /= Base - LowestThreshold;
        }

        return place + ((Base - LowestThreshold + 1) * delta / (delta + Skew));
    }

    private static int Threshold(int place, int bias) => Math.Clamp(place - bias, LowestThreshold, HighestThreshold);

    private static char Character(int digit) => (char)(digit < 26 ? 'a' + digit : '0' + digit - 26);

    private static int Digit(char character) => character switch
    {
        >= 'a' and <= 'z' => character - 'a',
        >= '0' and <= '9' => character - '0' + 26,
        _ => -1,
    };
}
