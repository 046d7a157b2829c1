namespace ApiSecurity.Headers;

/// <summary>A policy that is written at its endpoint.</summary>
internal sealed class InlineSecurityHeaders(HeadersPolicyOptions options) : ISecurityHeadersMetadata
{
    public string? Policy => null;

    public HeadersPolicyOptions Inline { get; } = options;
}
