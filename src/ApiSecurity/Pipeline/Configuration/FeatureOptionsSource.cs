namespace ApiSecurity.Pipeline;

/// <summary>A feature's options as they are now. A reload replaces the object; an invalid one never gets here.</summary>
internal abstract class FeatureOptionsSource<TOptions>
    where TOptions : FeatureOptions
{
    public abstract TOptions Current { get; }

    /// <summary>Compiles the options now and after every reload; the result is read without a lock.</summary>
    public Compiled<TCompiled> Compile<TCompiled>(Func<TOptions, TCompiled> compile)
        where TCompiled : class
    {
        var compiled = new Compiled<TCompiled>(compile(Current));
        OnChange(options => compiled.Value = compile(options));
        return compiled;
    }

    public abstract void OnChange(Action<TOptions> changed);
}
