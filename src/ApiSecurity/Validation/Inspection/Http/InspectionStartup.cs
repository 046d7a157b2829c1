using ApiSecurity.Pipeline;

namespace ApiSecurity.Validation;

/// <summary>Lists at start what is looked for, and what is left out and why.</summary>
internal sealed class InspectionStartup(FeatureOptionsSource<InspectionOptions> options) : IStartupInspector
{
    public void Inspect(StartupInspection inspection)
    {
        var current = options.Current;
        inspection.Feature("inspection", current, $"attacks: {current.Action}, level {current.ParanoiaLevel}; a second net, not a substitute for parameters and encoding");
        foreach (var exclusion in current.Exclusions)
        {
            inspection.Note($"inspection leaves alone {Or(exclusion.Rule, "all rules")} at {Or(exclusion.Place, "all places")}, {Or(exclusion.Path, "all paths")}: {exclusion.Reason}");
        }

        foreach (var endpoint in inspection.Endpoints)
        {
            if (endpoint.Metadata.GetMetadata<DisableInspectionAttribute>() is { } disabled)
            {
                inspection.Exposed(EndpointNames.Describe(endpoint), $"no attack inspection: {disabled.Reason}");
            }
        }
    }

    private static string Or(string text, string all) => text.Length == 0 ? all : text;
}
