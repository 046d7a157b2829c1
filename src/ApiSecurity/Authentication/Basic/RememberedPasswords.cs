using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>
/// What was found out about passwords lately, so that each is hashed once. Kept is a keyed hash of the header, under a key that this process made for itself, and beside it the
/// user's stored hash that it was held against: where that is another today, nothing is known. Right and wrong ones have their own places, a fixed number of them.
/// </summary>
internal sealed class RememberedPasswords(FeatureOptionsSource<BasicOptions> options, TimeProvider time)
{
    private const int Places = 4096;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Entry?[] _right = new Entry?[Places];
    private readonly Entry?[] _wrong = new Entry?[Places];

    /// <returns>Whether the password is right; <see langword="null"/> if that has to be found out.</returns>
    public bool? Find(string header, string? passwordHash)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Hash(header, mac);
        return IsIn(_right, mac, passwordHash) ? true : IsIn(_wrong, mac, passwordHash) ? false : null;
    }

    public void Add(string header, string? passwordHash, bool isRight)
    {
        var age = options.Current.RememberFor;
        if (age > TimeSpan.Zero)
        {
            var mac = new byte[HMACSHA256.HashSizeInBytes];
            Hash(header, mac);
            Volatile.Write(ref (isRight ? _right : _wrong)[PlaceOf(mac)], new Entry(mac, passwordHash, time.GetUtcNow() + age));
        }
    }

    private bool IsIn(Entry?[] entries, ReadOnlySpan<byte> mac, string? passwordHash) =>
        Volatile.Read(ref entries[PlaceOf(mac)]) is { } entry
        && CryptographicOperations.FixedTimeEquals(entry.Mac, mac)
        && string.Equals(entry.PasswordHash, passwordHash, StringComparison.Ordinal)
        && time.GetUtcNow() < entry.Ends;

    private void Hash(string header, Span<byte> mac) => HMACSHA256.HashData(_key, MemoryMarshal.AsBytes(header.AsSpan()), mac);

    private static int PlaceOf(ReadOnlySpan<byte> mac) => MemoryMarshal.Read<ushort>(mac) % Places;

    private sealed record Entry(byte[] Mac, string? PasswordHash, DateTimeOffset Ends);
}
