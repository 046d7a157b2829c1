using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace ApiSecurity.Authentication;

/// <summary>Stands for a token where answers about it are kept: a keyed hash, from which nobody gets the token back.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct TokenKey(UInt128 First, UInt128 Second)
{
    public static TokenKey Of(string token, ReadOnlySpan<byte> secret)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(token), hash);
        return MemoryMarshal.Read<TokenKey>(hash);
    }
}
