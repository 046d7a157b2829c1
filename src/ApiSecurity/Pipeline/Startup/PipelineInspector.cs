namespace ApiSecurity.Pipeline;

/// <summary>Lists the endpoints that were taken out, and the steps that a hand-made pipeline leaves out.</summary>
internal sealed class PipelineInspector(StartupState state) : IStartupInspector
{
    // A step that answers a question nobody asked may be missing; what it would have checked is told.
    private static readonly PipelineStep[] All = Enum.GetValues<PipelineStep>();

    public void Inspect(StartupInspection inspection)
    {
        foreach (var endpoint in inspection.Endpoints)
        {
            if (endpoint.Metadata.GetMetadata<DisableApiSecurityAttribute>() is { } disabled)
            {
                inspection.Exposed(EndpointNames.Describe(endpoint), $"ApiSecurity is disabled: {disabled.Reason}");
            }
        }

        if (state.StepsInBranches.Count > 0)
        {
            var steps = state.StepsInBranches.Count == state.Steps.Count ? "UseApiSecurity" : string.Join(", ", state.StepsInBranches.Select(PipelineSteps.MethodOf));
            inspection.Note($"{steps} is called in a branch only (UseWhen, MapWhen or Map): requests that don't take the branch pass unchecked, whichever endpoint they are for, also one that is listed as closed. Call UseApiSecurity() on the application itself, and open single endpoints with .AllowAnonymous() or .DisableApiSecurity(\"…\").");
        }

        if (state.Steps.Count > 0 && !state.UsesWholePipeline)
        {
            var missing = All.Where(step => step != PipelineStep.Routing && !state.Steps.Contains(step)).Select(PipelineSteps.MethodOf);
            inspection.Note($"set up by hand, without {string.Join(", ", missing)}");
        }
    }
}
