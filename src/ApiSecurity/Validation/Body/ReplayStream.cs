using ApiSecurity.Pipeline;

namespace ApiSecurity.Validation;

/// <summary>Reads what was read already, then the rest.</summary>
internal sealed class ReplayStream(PooledBytes beginning, Stream rest) : ReadOnlyStream
{
    private int _position;

    public override int Read(Span<byte> buffer) => Replay(buffer) is > 0 and var read ? read : rest.Read(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Replay(buffer.Span) is > 0 and var read ? ValueTask.FromResult(read) : rest.ReadAsync(buffer, cancellationToken);

    private int Replay(Span<byte> buffer)
    {
        var left = beginning.Written.Span[_position..];
        var count = Math.Min(left.Length, buffer.Length);
        left[..count].CopyTo(buffer);
        _position += count;
        return count;
    }
}
