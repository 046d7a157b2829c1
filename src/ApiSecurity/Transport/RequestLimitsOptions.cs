namespace ApiSecurity.Transport;

/// <summary>Limits of an endpoint's own, for <c>WithRequestLimits</c>. What is not set stays as <c>ApiSecurity:Transport:Limits</c> says.</summary>
public sealed class RequestLimitsOptions
{
    /// <summary>Gets or sets how many bytes a body may have; may be more or less than the API's limit.</summary>
    /// <value>The default is <see langword="null"/>: <see cref="TransportLimits.MaxBodyBytes"/>, and for JSON that is validated <c>ApiSecurity:Validation:MaxBodyBytes</c>.</value>
    public long? MaxBytes { get; set; }

    /// <summary>Gets or sets how many bytes the query may have; not more than the API's limit, which is checked before.</summary>
    /// <value>The default is <see langword="null"/>: <see cref="TransportLimits.MaxQueryBytes"/>.</value>
    public int? MaxQueryBytes { get; set; }

    /// <summary>Gets or sets how many parameters the query may have; not more than the API's limit, which is checked before.</summary>
    /// <value>The default is <see langword="null"/>: <see cref="TransportLimits.MaxQueryParameters"/>.</value>
    public int? MaxQueryParameters { get; set; }

    /// <summary>Gets or sets how long it may take until the response starts, in whole seconds; zero for as long as it takes.</summary>
    /// <value>The default is <see langword="null"/>: <see cref="TransportLimits.RequestTimeout"/>.</value>
    public TimeSpan? Timeout { get; set; }
}
