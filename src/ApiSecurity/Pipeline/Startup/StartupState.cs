namespace ApiSecurity.Pipeline;

/// <summary>What was set up in this host, for the start-up checks; one per service provider, so several hosts don't mix.</summary>
internal sealed class StartupState
{
    /// <summary>The steps that some pipeline of the application has.</summary>
    public HashSet<PipelineStep> Steps { get; } = [];

    /// <summary>Whether <c>UseApiSecurity</c> (rather than single steps) set the pipeline up.</summary>
    public bool UsesWholePipeline { get; set; }
}
