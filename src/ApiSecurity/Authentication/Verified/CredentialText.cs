using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>Compares and hashes texts that are secret.</summary>
internal static class CredentialText
{
    /// <summary>Of a token these are the signature, of a key the secret and its checksum: what nobody can choose.</summary>
    private const int HashedLength = 64;

    public static ulong HashOf(KeyedHash seed, CredentialKind kind, string text)
    {
        seed.Add(((ulong)(uint)text.Length << 8) | (ulong)kind);
        seed.Add(text.AsSpan(Math.Max(0, text.Length - HashedLength)));
        return seed.Finish();
    }

    /// <summary>
    /// Whether two texts are the same, in a time that depends on their length alone. .NET's own method for this goes byte by byte, which for a token
    /// takes longer than all the rest.
    /// </summary>
    public static bool AreEqual(string one, string other)
    {
        if (one.Length != other.Length)
        {
            return false;
        }

        var left = MemoryMarshal.Cast<char, ushort>(one.AsSpan());
        var right = MemoryMarshal.Cast<char, ushort>(other.AsSpan());
        var difference = Vector256<ushort>.Zero;
        while (left.Length >= Vector256<ushort>.Count)
        {
            difference |= Vector256.Create(left) ^ Vector256.Create(right);
            left = left[Vector256<ushort>.Count..];
            right = right[Vector256<ushort>.Count..];
        }

        var rest = 0;
        for (var index = 0; index < left.Length; index++)
        {
            rest |= left[index] ^ right[index];
        }

        return (difference == Vector256<ushort>.Zero) & (rest == 0);
    }
}
