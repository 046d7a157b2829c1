namespace ApiSecurity.Transport;

/// <summary>How long, how many and how much (<c>ApiSecurity:Transport:Limits</c>).</summary>
public sealed class TransportLimits
{
    /// <summary>Gets or sets how many bytes the path may have, as it is written in the request.</summary>
    /// <value>The default is 2048.</value>
    public int MaxPathBytes { get; set; } = 2048;

    /// <summary>Gets or sets how many bytes the query may have, as it is written in the request, without the question mark.</summary>
    /// <value>The default is 4096.</value>
    public int MaxQueryBytes { get; set; } = 4096;

    /// <summary>Gets or sets how many parameters the query may have.</summary>
    /// <value>The default is 100.</value>
    public int MaxQueryParameters { get; set; } = 100;
}
