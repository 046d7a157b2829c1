namespace ApiSecurity.Headers;

/// <summary>An endpoint's choice of headers: a policy's name, or a policy of its own. The last one counts.</summary>
internal interface ISecurityHeadersMetadata
{
    string? Policy { get; }

    HeadersPolicyOptions? Inline { get; }
}
