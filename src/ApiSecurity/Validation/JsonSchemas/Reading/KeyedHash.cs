using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ApiSecurity.Validation;

/// <summary>A fast hash with keys of this process: nobody outside can choose names or values that collide.</summary>
internal static class KeyedHash
{
    private const int Block = 16;
    private const int Word = 8;
    private const int HalfWord = 4;

    private static readonly ulong First = Key();
    private static readonly ulong Second = Key();
    private static readonly ulong Third = Key();

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var length = (uint)bytes.Length;
        var seed = First;
        while (bytes.Length > Block)
        {
            seed = Mix(BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ Second, BinaryPrimitives.ReadUInt64LittleEndian(bytes[Word..]) ^ seed);
            bytes = bytes[Block..];
        }

        ulong start = 0, end = 0;
        if (bytes.Length >= Word)
        {
            start = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            end = BinaryPrimitives.ReadUInt64LittleEndian(bytes[^Word..]);
        }
        else if (bytes.Length >= HalfWord)
        {
            start = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            end = BinaryPrimitives.ReadUInt32LittleEndian(bytes[^HalfWord..]);
        }
        else if (bytes.Length > 0)
        {
            start = ((ulong)bytes[0] << 16) | ((ulong)bytes[bytes.Length >> 1] << 8) | bytes[^1];
        }

        return Mix(Third ^ length, Mix(start ^ Second, end ^ seed));
    }

    /// <summary>One hash of two; their order counts.</summary>
    public static ulong Combine(ulong first, ulong second) => Mix(first ^ Second, second ^ Third);

    private static ulong Mix(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }

    private static ulong Key()
    {
        Span<byte> key = stackalloc byte[Word];
        RandomNumberGenerator.Fill(key);
        return BinaryPrimitives.ReadUInt64LittleEndian(key) | 1;
    }
}
