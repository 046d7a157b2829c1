using System.Text;

namespace ApiSecurity.Validation;

/// <summary>Code points as UTF-8 has them: sequences of ranges of bytes.</summary>
internal static class Utf8Ranges
{
    private const int ContinuationBits = 6;
    private const int LastOfOneByte = 0x7F;
    private const int FirstSurrogate = 0xD800;
    private const int LastSurrogate = 0xDFFF;

    private static readonly int[] LastOfLength = [LastOfOneByte, 0x7FF, 0xFFFF];

    public static IEnumerable<(byte First, byte Last)[]> Of(int first, int last)
    {
        // No text has halves of surrogate pairs.
        if (first < FirstSurrogate && last > LastSurrogate)
        {
            return Split(first, FirstSurrogate - 1).Concat(Split(LastSurrogate + 1, last));
        }

        first = first is >= FirstSurrogate and <= LastSurrogate ? LastSurrogate + 1 : first;
        last = last is >= FirstSurrogate and <= LastSurrogate ? FirstSurrogate - 1 : last;
        return Split(first, last);
    }

    private static IEnumerable<(byte First, byte Last)[]> Split(int first, int last)
    {
        if (first > last)
        {
            return [];
        }

        foreach (var most in LastOfLength)
        {
            if (first <= most && most < last)
            {
                return Split(first, most).Concat(Split(most + 1, last));
            }
        }

        for (var bits = ContinuationBits; last > LastOfOneByte && bits <= 3 * ContinuationBits; bits += ContinuationBits)
        {
            var mask = (1 << bits) - 1;
            if ((first & ~mask) == (last & ~mask))
            {
                break;
            }

            if ((first & mask) != 0)
            {
                return Split(first, first | mask).Concat(Split((first | mask) + 1, last));
            }

            if ((last & mask) != mask)
            {
                return Split(first, (last & ~mask) - 1).Concat(Split(last & ~mask, last));
            }
        }

        return [Encode(first, last)];
    }

    private static (byte First, byte Last)[] Encode(int first, int last)
    {
        Span<byte> low = stackalloc byte[4];
        Span<byte> high = stackalloc byte[4];
        var length = new Rune(first).EncodeToUtf8(low);
        new Rune(last).EncodeToUtf8(high);
        var ranges = new (byte First, byte Last)[length];
        for (var index = 0; index < length; index++)
        {
            ranges[index] = (low[index], high[index]);
        }

        return ranges;
    }
}
