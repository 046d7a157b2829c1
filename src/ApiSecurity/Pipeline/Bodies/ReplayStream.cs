namespace ApiSecurity.Pipeline;

/// <summary>Reads what was read already, then the rest.</summary>
/// <param name="beginning">What was read already.</param>
/// <param name="rest">The rest; <see langword="null"/> where there is none.</param>
internal sealed class ReplayStream(PooledBytes beginning, Stream? rest) : ReadOnlyStream
{
    private int _position;

    /// <summary>The whole body, as long as nobody has read from here; <see langword="null"/> otherwise.</summary>
    public ReadOnlyMemory<byte>? Unread => rest is null && _position == 0 ? beginning.Written : (ReadOnlyMemory<byte>?)null;

    public override int Read(Span<byte> buffer) => Replay(buffer) is > 0 and var read ? read : rest?.Read(buffer) ?? 0;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Replay(buffer.Span) is > 0 and var read ? ValueTask.FromResult(read) : rest?.ReadAsync(buffer, cancellationToken) ?? ValueTask.FromResult(0);

    private int Replay(Span<byte> buffer)
    {
        var left = beginning.Written.Span[_position..];
        var count = Math.Min(left.Length, buffer.Length);
        left[..count].CopyTo(buffer);
        _position += count;
        return count;
    }
}
