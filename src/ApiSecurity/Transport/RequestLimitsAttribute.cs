namespace ApiSecurity.Transport;

/// <summary>
/// Limits of an endpoint's own. What is not set stays as <c>ApiSecurity:Transport:Limits</c> says; on a controller and on its action, the
/// action's values go before.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = false, Inherited = true)]
public sealed class RequestLimitsAttribute : Attribute
{
    /// <summary>Gets or sets how many bytes a body may have; may be more or less than the API's limit.</summary>
    /// <value>The default is that of <see cref="TransportLimits.MaxBodyBytes"/>.</value>
    public long MaxBytes
    {
        get => Bytes ?? -1;
        set => Bytes = value;
    }

    /// <summary>Gets or sets how many bytes the query may have; not more than the API's limit, which is checked before.</summary>
    /// <value>The default is that of <see cref="TransportLimits.MaxQueryBytes"/>.</value>
    public int MaxQueryBytes
    {
        get => QueryBytes ?? -1;
        set => QueryBytes = value;
    }

    /// <summary>Gets or sets how many parameters the query may have; not more than the API's limit, which is checked before.</summary>
    /// <value>The default is that of <see cref="TransportLimits.MaxQueryParameters"/>.</value>
    public int MaxQueryParameters
    {
        get => QueryParameters ?? -1;
        set => QueryParameters = value;
    }

    /// <summary>Gets or sets how many seconds may pass until the response starts; 0 for as long as it takes.</summary>
    /// <value>The default is that of <see cref="TransportLimits.RequestTimeout"/>.</value>
    public int TimeoutSeconds
    {
        get => Seconds ?? -1;
        set => Seconds = value;
    }

    internal long? Bytes { get; private set; }

    internal int? QueryBytes { get; private set; }

    internal int? QueryParameters { get; private set; }

    internal int? Seconds { get; private set; }
}
