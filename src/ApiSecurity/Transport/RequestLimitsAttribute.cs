using ApiSecurity.Pipeline;

namespace ApiSecurity.Transport;

/// <summary>
/// Limits of an endpoint's own. What is not set stays as <c>ApiSecurity:Transport:Limits</c> says; on a controller and on its action, the
/// action's values go before.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = false, Inherited = true)]
public sealed class RequestLimitsAttribute : Attribute, IBodyLimitMetadata
{
    /// <summary>Sets no limit yet.</summary>
    public RequestLimitsAttribute()
        : this(new RequestLimitsOptions())
    {
    }

    internal RequestLimitsAttribute(RequestLimitsOptions options) => Options = options;

    /// <summary>Gets or sets how many bytes a body may have; may be more or less than the API's limit.</summary>
    /// <value>Not set: <see cref="TransportLimits.MaxBodyBytes"/>, and for JSON that is validated <c>ApiSecurity:Validation:MaxBodyBytes</c>; reads as -1 then.</value>
    public long MaxBytes
    {
        get => Options.MaxBytes ?? -1;
        set => Options.MaxBytes = value;
    }

    /// <summary>Gets or sets how many bytes the query may have; not more than the API's limit, which is checked before.</summary>
    /// <value>Not set: <see cref="TransportLimits.MaxQueryBytes"/>; reads as -1 then.</value>
    public int MaxQueryBytes
    {
        get => Options.MaxQueryBytes ?? -1;
        set => Options.MaxQueryBytes = value;
    }

    /// <summary>Gets or sets how many parameters the query may have; not more than the API's limit, which is checked before.</summary>
    /// <value>Not set: <see cref="TransportLimits.MaxQueryParameters"/>; reads as -1 then.</value>
    public int MaxQueryParameters
    {
        get => Options.MaxQueryParameters ?? -1;
        set => Options.MaxQueryParameters = value;
    }

    /// <summary>Gets or sets how many seconds may pass until the response starts; 0 for as long as it takes.</summary>
    /// <value>Not set: <see cref="TransportLimits.RequestTimeout"/>; reads as -1 then.</value>
    public int TimeoutSeconds
    {
        get => Options.Timeout is { } timeout ? (int)timeout.TotalSeconds : -1;
        set => Options.Timeout = TimeSpan.FromSeconds(value);
    }

    internal RequestLimitsOptions Options { get; }

    long? IBodyLimitMetadata.MaxBytes => Options.MaxBytes;
}
