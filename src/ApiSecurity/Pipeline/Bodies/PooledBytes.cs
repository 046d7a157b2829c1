using System.Buffers;

namespace ApiSecurity.Pipeline;

/// <summary>The beginning of a stream in rented memory, which goes back with the response.</summary>
internal sealed class PooledBytes(int capacity) : IDisposable
{
    private byte[]? _bytes = ArrayPool<byte>.Shared.Rent(capacity);
    private int _length;

    /// <exception cref="ObjectDisposedException">The request is over.</exception>
    public ReadOnlyMemory<byte> Written => (_bytes ?? throw new ObjectDisposedException(nameof(PooledBytes))).AsMemory(0, _length);

    /// <returns>Whether the stream ended within the limit.</returns>
    public async Task<bool> FillAsync(Stream source, int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_length > limit)
            {
                return false;
            }

            if (_length == _bytes!.Length)
            {
                Grow();
            }

            var read = await source.ReadAsync(_bytes.AsMemory(_length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return true;
            }

            _length += read;
        }
    }

    public void Dispose()
    {
        if (_bytes is { } bytes)
        {
            _bytes = null;
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * _length, Array.MaxLength));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes!);
        _bytes = larger;
    }
}
