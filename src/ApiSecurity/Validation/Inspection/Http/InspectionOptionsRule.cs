using System.Globalization;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Validation;

internal sealed class InspectionOptionsRule : IOptionsRule<InspectionOptions>
{
    private static readonly string[] Places = ["path", "query:", "header:", "cookie:", "body:", "form:", "*"];

    public void Check(InspectionOptions options, ConfigurationErrors errors)
    {
        CheckAction(nameof(options.Action), options.Action, errors);
        foreach (var (name, action) in options.Classes)
        {
            CheckAction($"{nameof(options.Classes)}:{name}", action, errors);
        }

        for (var index = 0; index < options.Exclusions.Count; index++)
        {
            Check(options.Exclusions[index], errors.Below(string.Create(CultureInfo.InvariantCulture, $"{nameof(options.Exclusions)}:{index}")));
        }
    }

    private static void CheckAction(string key, InspectionAction action, ConfigurationErrors errors)
    {
        if (!Enum.IsDefined(action))
        {
            errors.Add(key, "is no action", $"Write one of {string.Join(", ", Enum.GetNames<InspectionAction>())}.");
        }
    }

    private static void Check(InspectionExclusionOptions exclusion, ConfigurationErrors errors)
    {
        if (exclusion.Rule.Length + exclusion.Place.Length + exclusion.Path.Length == 0)
        {
            errors.Add(nameof(exclusion.Place), "is empty, as are Rule and Path", "Say what is left alone; to leave everything alone write ApiSecurity:Inspection:DisabledReason.");
        }

        if (exclusion.Rule.Length > 0 && InspectionExclusion.ClassOf(exclusion.Rule) is null && !InspectionRules.All.Any(rule => rule.Id == exclusion.Rule))
        {
            errors.Add(
                nameof(exclusion.Rule),
                "is no rule and no class",
                NearestName.Suggest(exclusion.Rule, [.. InspectionRules.All.Select(rule => rule.Id), .. Enum.GetNames<InspectionClass>()], "Write an id that an event names: sql.union."));
        }

        if (exclusion.Place.Length > 0 && !Places.Any(place => exclusion.Place.StartsWith(place, StringComparison.Ordinal)))
        {
            errors.Add(nameof(exclusion.Place), "is no place", "Write one that an event names: body:/comment, query:q, header:x-note, cookie:theme, form:text or path.");
        }

        if (exclusion.Path.Length > 0 && exclusion.Path[0] is not ('/' or '*'))
        {
            errors.Add(nameof(exclusion.Path), "does not begin with a slash", "Write the path of requests: /webhooks/*.");
        }

        if (!OptOut.IsReason(exclusion.Reason))
        {
            errors.Add(nameof(exclusion.Reason), "is no reason", "Say why this is left alone.");
        }
    }
}
