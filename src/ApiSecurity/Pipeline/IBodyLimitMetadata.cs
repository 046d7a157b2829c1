namespace ApiSecurity.Pipeline;

/// <summary>An endpoint's own limit for its body, so that each room that reads bodies goes by the same.</summary>
internal interface IBodyLimitMetadata
{
    /// <summary>Gets the limit in bytes; <see langword="null"/> where the endpoint does not say.</summary>
    long? MaxBytes { get; }
}
