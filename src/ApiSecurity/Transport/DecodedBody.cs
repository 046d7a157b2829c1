using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Transport;

/// <summary>A decompressed body that ends in 413 once it is too large, or has grown out of all proportion to what was sent.</summary>
internal sealed class DecodedBody(
    Stream decoder, BoundedBody encoded, long maxBytes, int maxRatio, Action<Refusal> tell, bool enforced) : ReadOnlyStream
{
    // A few kilobytes of blanks are no bomb.
    private const int Unsuspicious = 64 * 1024;

    private long _count;
    private bool _told;

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Counted(decoder.Read(buffer));
        }
        catch (Exception exception) when (IsMalformed(exception))
        {
            throw Malformed(exception);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Counted(await decoder.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (IsMalformed(exception))
        {
            throw Malformed(exception);
        }
    }

    private int Counted(int read)
    {
        _count += read;
        if (_count > maxBytes || (_count > Unsuspicious && _count / maxRatio > encoded.Count))
        {
            Tell();
            if (enforced)
            {
                throw new BadHttpRequestException("Request body too large.", StatusCodes.Status413PayloadTooLarge);
            }
        }

        return read;
    }

    private void Tell()
    {
        if (!_told)
        {
            _told = true;
            tell(TransportProblems.DecompressionBomb);
        }
    }

    // Brotli's decoder says invalid data with an InvalidOperationException, zlib's with an exception of its own that is not public.
    private static bool IsMalformed(Exception exception) =>
        exception is InvalidDataException or InvalidOperationException
        || (exception is IOException && exception.GetType().Namespace == "System.IO.Compression");

    private static BadHttpRequestException Malformed(Exception exception) =>
        new("The compressed request body is malformed.", StatusCodes.Status400BadRequest, exception);
}
