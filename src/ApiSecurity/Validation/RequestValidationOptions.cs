using ApiSecurity.Pipeline;

namespace ApiSecurity.Validation;

/// <summary>What request bodies must look like (<c>ApiSecurity:Validation</c>).</summary>
public sealed class RequestValidationOptions : FeatureOptions
{
}
