using ApiSecurity.Pipeline;

namespace ApiSecurity.Headers;

/// <summary>The policies as they are now.</summary>
internal sealed class HeaderPolicySource(FeatureOptionsSource<HeadersOptions> options)
{
    private readonly Compiled<HeaderPolicySet> _compiled = options.Compile(static options => new HeaderPolicySet(options));

    public HeaderPolicySet Current => _compiled.Value;
}
