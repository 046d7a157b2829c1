using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ApiSecurity.Authentication;

/// <summary>
/// Tokens whose signature was found to be wrong lately, so that a client that goes on sending one costs a hash instead of a verification. Kept by the
/// SHA-256 of the whole text, so that no token can stand in the way of another; a fixed number of them, the newest in its place.
/// </summary>
internal sealed class RefusedCredentials(TimeProvider time)
{
    private const int Places = 1024;

    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);

    private readonly Entry?[] _entries = new Entry?[Places];
    private bool _isUsed;

    public bool Contains(string text, ICredentialSource source, long keysRead)
    {
        // Most applications never see a forged token: they pay nothing.
        if (!Volatile.Read(ref _isUsed))
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(text, hash);
        return Volatile.Read(ref _entries[PlaceOf(hash)]) is { } entry
            && ReferenceEquals(entry.Source, source) && entry.KeysRead == keysRead && entry.Hash.AsSpan().SequenceEqual(hash)
            && time.GetUtcNow().UtcTicks - entry.Ticks is >= 0 and var age && age < MaxAge.Ticks;
    }

    /// <param name="text">The header's whole value.</param>
    /// <param name="source">By whose rules it was wrong.</param>
    /// <param name="keysRead">With which of its keys: others may make it right.</param>
    public void Add(string text, ICredentialSource source, long keysRead)
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        Hash(text, hash);
        Volatile.Write(ref _entries[PlaceOf(hash)], new Entry(hash, source, keysRead, time.GetUtcNow().UtcTicks));
        Volatile.Write(ref _isUsed, true);
    }

    private static int PlaceOf(ReadOnlySpan<byte> hash) => MemoryMarshal.Read<ushort>(hash) % Places;

    private static void Hash(string text, Span<byte> hash) => SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), hash);

    private sealed record Entry(byte[] Hash, ICredentialSource Source, long KeysRead, long Ticks);
}
