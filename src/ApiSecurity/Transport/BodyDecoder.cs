using System.IO.Compression;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ApiSecurity.Transport;

/// <summary>Compressed bodies: which encodings are taken, and how far they may grow.</summary>
internal sealed class BodyDecoder
{
    /// <summary>The encodings that the platform can decode.</summary>
    public static readonly string[] Known = ["gzip", "br", "deflate"];

    private readonly string[] _encodings;
    private readonly long? _maxBytes;
    private readonly int _maxRatio;

    public BodyDecoder(DecompressionOptions options)
    {
        _encodings = [.. options.Encodings.Select(encoding => encoding.ToLowerInvariant())];
        _maxBytes = options.MaxBytes;
        _maxRatio = options.MaxRatio;
        Unsupported = TransportProblems.ContentEncodingNotSupported(_encodings.Length == 0 ? "identity" : string.Join(", ", _encodings));
    }

    public Refusal Unsupported { get; }

    /// <summary>Puts the decoded body in the place of the encoded one.</summary>
    /// <returns>Whether the encoding is one that is taken; several, one upon the other, never are.</returns>
    public bool TryDecode(HttpContext context, StringValues encoding, long maxBody, Action<Refusal> tell, bool enforced)
    {
        var name = encoding.Count == 1 ? encoding[0]!.ToLowerInvariant() : string.Empty;
        if (!_encodings.Contains(name))
        {
            return false;
        }

        var request = context.Request;
        var encoded = new BoundedBody(request.Body, long.MaxValue);
        Stream decoder = name switch
        {
            "gzip" => new GZipStream(encoded, CompressionMode.Decompress, leaveOpen: true),
            "br" => new BrotliStream(encoded, CompressionMode.Decompress, leaveOpen: true),

            // RFC 9110 section 8.4.1.2: the name is that of zlib's format, not of the bare algorithm.
            _ => new ZLibStream(encoded, CompressionMode.Decompress, leaveOpen: true),
        };
        context.Response.RegisterForDispose(decoder);
        request.Headers.ContentLength = null;
        request.Headers.ContentEncoding = StringValues.Empty;
        request.Body = new DecodedBody(decoder, encoded, _maxBytes ?? maxBody, _maxRatio, tell, enforced);
        return true;
    }
}
