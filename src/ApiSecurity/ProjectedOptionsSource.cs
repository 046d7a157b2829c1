using ApiSecurity.Pipeline;

namespace ApiSecurity;

/// <summary>One feature's part of the root options.</summary>
internal sealed class ProjectedOptionsSource<TOptions>(ApiSecurityOptionsSource root, Func<ApiSecurityOptions, TOptions> project)
    : FeatureOptionsSource<TOptions>
    where TOptions : FeatureOptions
{
    public override TOptions Current => project(root.Options);

    public override void OnChange(Action<TOptions> changed) => root.OnChange(options => changed(project(options)));
}
