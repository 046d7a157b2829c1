namespace ApiSecurity.Transport;

/// <summary>How long, how many and how much (<c>ApiSecurity:Transport:Limits</c>).</summary>
public sealed class TransportLimits
{
    internal const long DefaultMaxBodyBytes = 1024 * 1024;

    /// <summary>Gets or sets how many bytes the path may have, as it is written in the request.</summary>
    /// <value>The default is 2048.</value>
    public int MaxPathBytes { get; set; } = 2048;

    /// <summary>Gets or sets how many bytes the query may have, as it is written in the request, without the question mark.</summary>
    /// <value>The default is 4096.</value>
    public int MaxQueryBytes { get; set; } = 4096;

    /// <summary>Gets or sets how many parameters the query may have.</summary>
    /// <value>The default is 100.</value>
    public int MaxQueryParameters { get; set; } = 100;

    /// <summary>Gets or sets how many headers a request may have.</summary>
    /// <value>The default is 64.</value>
    public int MaxHeaderCount { get; set; } = 64;

    /// <summary>Gets or sets how many bytes all headers of a request may have together.</summary>
    /// <value>The default is 16384.</value>
    public int MaxHeaderBytes { get; set; } = 16384;

    /// <summary>Gets or sets how many bytes a body may have, where the endpoint does not say (<see cref="RequestLimitsAttribute.MaxBytes"/>).</summary>
    /// <value>The default is <see langword="null"/>: what the application has set on Kestrel, or 1048576 (1 MiB) if it has not.</value>
    public long? MaxBodyBytes { get; set; }

    /// <summary>Gets or sets how long a client may take to send the headers. Kestrel only.</summary>
    /// <value>The default is 15 seconds.</value>
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets or sets how many bytes of a body a client must send per second, on average and after a grace of 5 seconds. Kestrel only.</summary>
    /// <value>The default is 240.</value>
    public int MinBodyBytesPerSecond { get; set; } = 240;

    /// <summary>
    /// Gets or sets how long a request may take until its response starts; zero for as long as it takes. Then the request's token is
    /// cancelled, and the client told 504. Whole seconds count; a deadline is late by up to one.
    /// </summary>
    /// <value>The default is 100 seconds, as long as .NET's own HTTP client waits.</value>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(100);
}
