namespace ApiSecurity.Pipeline;

/// <summary>What was set up in this host, for the start-up checks; one per service provider, so several hosts don't mix.</summary>
internal sealed class StartupState
{
    /// <summary>The steps that some pipeline of the application has.</summary>
    public HashSet<PipelineStep> Steps { get; } = [];

    /// <summary>
    /// The steps that only a branch has (<c>UseWhen</c>, <c>MapWhen</c>, <c>Map</c>): requests that don't take it pass without them. Known once the pipeline is set up.
    /// </summary>
    public IReadOnlyList<PipelineStep> StepsInBranches { get; set; } = [];

    /// <summary>Whether the start-up checks have begun: from then on the endpoints are known.</summary>
    public bool IsInspecting { get; set; }

    /// <summary>Whether <c>UseApiSecurity</c> (rather than single steps) set the pipeline up.</summary>
    public bool UsesWholePipeline { get; set; }
}
