namespace ApiSecurity.Validation;

/// <summary>The options, compiled: what a request needs to know of them.</summary>
internal sealed class InspectionSettings(InspectionOptions options)
{
    private readonly InspectionExclusion[] _exclusions = [.. options.Exclusions.Select(exclusion => new InspectionExclusion(exclusion))];

    private readonly InspectionAction?[] _byClass =
        [.. Enum.GetValues<InspectionClass>().Select(one => options.Classes.TryGetValue(one, out var action) ? action : (InspectionAction?)null)];

    public InspectionOptions Options { get; } = options;

    /// <summary>What these settings found clean.</summary>
    public CleanTexts Clean { get; } = new();

    /// <summary>Whether there is anything to look for at all.</summary>
    public bool IsActive { get; } = options.IsEnabled
        && (options.Action != InspectionAction.Off || options.Classes.Values.Any(action => action != InspectionAction.Off));

    public InspectionAction ActionOf(InspectionRule rule, InspectionAction? ofEndpoint) => _byClass[(int)rule.Class] ?? ofEndpoint ?? Options.Action;

    public bool Excludes(InspectionRule rule, string place, string? path)
    {
        foreach (var exclusion in _exclusions)
        {
            if (exclusion.Covers(rule, place, path))
            {
                return true;
            }
        }

        return false;
    }
}
