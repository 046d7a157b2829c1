using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ApiSecurity.Authentication;

/// <summary>
/// Used ids in the memory of the process, as 128 bits of an HMAC under a secret of this process: what a client chooses takes the same room whatever it is, and
/// can't be aimed at one place. When it is full of ids whose time is not over, it says that it does not know; nothing is forgotten early.
/// </summary>
internal sealed class MemoryReplayStore : IReplayStore
{
    private const int BytesInPlace = 512;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ReplayShard[] _shards;
    private readonly TimeProvider _time;

    public MemoryReplayStore(int capacity, TimeProvider time, int shards = 16)
    {
        _time = time;
        _shards = new ReplayShard[shards];
        for (var index = 0; index < shards; index++)
        {
            _shards[index] = new ReplayShard(((capacity - 1) / shards) + 1);
        }
    }

    public ValueTask<bool> TryUseAsync(string purpose, ReadOnlyMemory<byte> id, DateTimeOffset expires, CancellationToken cancellationToken) => Use(purpose, id.Span, expires) switch
    {
        ReplayAnswer.First => ValueTask.FromResult(true),
        ReplayAnswer.Again => ValueTask.FromResult(false),
        _ => ValueTask.FromException<bool>(new InvalidOperationException("The replay store is full. Raise ApiSecurity:ProofOfPossession:ReplayCapacity.")),
    };

    public ReplayAnswer Use(string purpose, ReadOnlySpan<byte> id, DateTimeOffset expires)
    {
        var hash = Hash(purpose, id);
        // The low bits choose the place within the shard.
        return _shards[(int)((uint)(hash >> 96) % (uint)_shards.Length)].Use(hash, expires.UtcTicks, _time.GetUtcNow().UtcTicks);
    }

    private UInt128 Hash(string purpose, ReadOnlySpan<byte> id)
    {
        var length = sizeof(int) + Encoding.UTF8.GetMaxByteCount(purpose.Length) + id.Length;
        var rented = length > BytesInPlace ? ArrayPool<byte>.Shared.Rent(length) : null;
        var text = rented ?? stackalloc byte[BytesInPlace];
        try
        {
            // With its length, so that a purpose and an id can't be cut differently.
            var written = Encoding.UTF8.GetBytes(purpose, text[sizeof(int)..]);
            BinaryPrimitives.WriteInt32LittleEndian(text, written);
            id.CopyTo(text[(sizeof(int) + written)..]);
            Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
            HMACSHA256.HashData(_key, text[..(sizeof(int) + written + id.Length)], hash);
            return BinaryPrimitives.ReadUInt128LittleEndian(hash);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented, clearArray: true);
            }
        }
    }
}
