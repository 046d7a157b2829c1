using ApiSecurity.Pipeline;

namespace ApiSecurity.Errors;

/// <summary>How failures are told to clients (<c>ApiSecurity:Errors</c>).</summary>
public sealed class ErrorsOptions : FeatureOptions
{
}
