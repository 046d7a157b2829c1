namespace ApiSecurity.Pipeline;

/// <summary>A feature's check of its own options; runs at start and before a reload takes effect.</summary>
internal interface IOptionsRule<in TOptions>
    where TOptions : FeatureOptions
{
    void Check(TOptions options, ConfigurationErrors errors);
}
