using System.Globalization;
using System.Text;

namespace ApiSecurity.Validation;

/// <summary>Takes the escapes out of a JSON text that a reader has found well formed.</summary>
internal static class JsonEscapes
{
    private const int HexDigits = 4;

    /// <returns>Whether it is text: half of a surrogate pair is none (RFC 8259 section 8.2 leaves open what it is, so readers differ).</returns>
    public static bool TryRemove(ReadOnlySpan<byte> raw, ref byte[] buffer, out int length)
    {
        if (buffer.Length < raw.Length)
        {
            buffer = new byte[Math.Max(raw.Length, buffer.Length * 2)];
        }

        length = 0;
        while (true)
        {
            var plain = raw.IndexOf((byte)'\\');
            var part = plain < 0 ? raw : raw[..plain];
            part.CopyTo(buffer.AsSpan(length));
            length += part.Length;
            if (plain < 0)
            {
                return true;
            }

            raw = raw[(plain + 1)..];
            if (raw[0] != 'u')
            {
                buffer[length++] = Simple(raw[0]);
                raw = raw[1..];
            }
            else if (TryReadRune(ref raw, out var rune))
            {
                length += rune.EncodeToUtf8(buffer.AsSpan(length));
            }
            else
            {
                return false;
            }
        }
    }

    private static byte Simple(byte escape) => escape switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => escape,
    };

    private static bool TryReadRune(ref ReadOnlySpan<byte> raw, out Rune rune)
    {
        var first = ReadUnit(ref raw);
        if (!char.IsHighSurrogate(first))
        {
            return Rune.TryCreate(first, out rune);
        }

        rune = default;
        if (raw.Length < HexDigits + 2 || raw[0] != '\\' || raw[1] != 'u')
        {
            return false;
        }

        raw = raw[1..];
        return Rune.TryCreate(first, ReadUnit(ref raw), out rune);
    }

    private static char ReadUnit(ref ReadOnlySpan<byte> raw)
    {
        var unit = ushort.Parse(raw.Slice(1, HexDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        raw = raw[(1 + HexDigits)..];
        return (char)unit;
    }
}
