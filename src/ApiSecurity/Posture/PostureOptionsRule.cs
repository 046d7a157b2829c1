using System.Globalization;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Posture;

internal sealed class PostureOptionsRule : IOptionsRule<PostureOptions>
{
    public void Check(PostureOptions options, ConfigurationErrors errors)
    {
        if (options.FailOn is { } severity && !Enum.IsDefined(severity))
        {
            errors.Add(nameof(options.FailOn), "is no severity", $"Write one of {string.Join(", ", Enum.GetNames<PostureSeverity>())}.");
        }

        for (var index = 0; index < options.Waivers.Count; index++)
        {
            Check(options.Waivers[index], errors.Below(string.Create(CultureInfo.InvariantCulture, $"{nameof(options.Waivers)}:{index}")));
        }
    }

    private static void Check(PostureWaiverOptions waiver, ConfigurationErrors errors)
    {
        if (!PostureFindingIds.All.Contains(waiver.Finding, StringComparer.Ordinal))
        {
            errors.Add(nameof(waiver.Finding), "is the id of no finding", NearestName.Suggest(waiver.Finding, PostureFindingIds.All, "Write one that the report shows: id_without_object_rule."));
        }

        if (!OptOut.IsReason(waiver.Reason))
        {
            errors.Add(nameof(waiver.Reason), "is no reason", "Say why the finding is accepted.");
        }

        if (waiver.Until is null)
        {
            errors.Add(nameof(waiver.Until), "is missing", "Write the last day on which the waiver counts: 2027-01-31.");
        }
    }
}
