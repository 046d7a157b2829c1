using System.Buffers;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Validation;

/// <summary>A body that is in memory already, for readers that want a stream.</summary>
internal sealed class SequenceStream(ReadOnlySequence<byte> bytes) : ReadOnlyStream
{
    private ReadOnlySequence<byte> _left = bytes;

    public override int Read(Span<byte> buffer)
    {
        var some = _left.Slice(0, Math.Min(buffer.Length, _left.Length));
        some.CopyTo(buffer);
        _left = _left.Slice(some.End);
        return (int)some.Length;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));
}
