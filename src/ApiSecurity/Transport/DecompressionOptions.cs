namespace ApiSecurity.Transport;

/// <summary>Compressed request bodies (<c>ApiSecurity:Transport:Decompression</c>).</summary>
public sealed class DecompressionOptions
{
    /// <summary>Gets the encodings that clients may use: <c>gzip</c>, <c>br</c>, <c>deflate</c>. A body in any other, or in two, is answered with 415.</summary>
    /// <value>The default is empty: no compressed bodies.</value>
    public IList<string> Encodings { get; } = [];

    /// <summary>Gets or sets how many bytes a body may have once it is decompressed.</summary>
    /// <value>The default is <see langword="null"/>: as many as the endpoint takes uncompressed.</value>
    public long? MaxBytes { get; set; }

    /// <summary>Gets or sets how many times larger than sent a body may become; counts from 64 KiB on.</summary>
    /// <value>The default is 100.</value>
    public int MaxRatio { get; set; } = 100;
}
