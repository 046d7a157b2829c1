using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Transport;

/// <summary>A body that ends in 413 once it is larger than allowed, as Kestrel's does.</summary>
internal sealed class BoundedBody(Stream body, long maximum) : ReadOnlyStream
{
    /// <summary>How many bytes were read.</summary>
    public long Count { get; private set; }

    public override int Read(Span<byte> buffer) => Counted(body.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Counted(await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

    private int Counted(int read)
    {
        Count += read;
        return Count <= maximum
            ? read
            : throw new BadHttpRequestException("Request body too large.", StatusCodes.Status413PayloadTooLarge);
    }
}
