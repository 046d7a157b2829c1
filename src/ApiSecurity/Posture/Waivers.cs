using System.Globalization;

namespace ApiSecurity.Posture;

/// <summary>Holds findings against the waivers, and tells of waivers that have ended or that waive nothing.</summary>
internal static class Waivers
{
    private const string Category = "API8:2023";

    public static IReadOnlyList<PostureFinding> Apply(IReadOnlyList<PostureFinding> findings, IList<PostureWaiverOptions> waivers, DateOnly today)
    {
        var all = new List<PostureFinding>(findings);
        for (var index = 0; index < waivers.Count; index++)
        {
            var waiver = waivers[index];
            PostureFinding[] meant = [.. findings.Where(finding => IsMeant(waiver, finding))];
            var name = string.Create(CultureInfo.InvariantCulture, $"ApiSecurity:Posture:Waivers:{index}");
            if (meant.Length == 0)
            {
                all.Add(new PostureFinding(PostureFindingIds.WaiverUnused, PostureSeverity.Low, Category, null,
                    $"{name} waives {waiver.Finding} of {NameOf(waiver)}, and there is no such finding.", "Remove it; or correct the endpoint's name."));
            }
            else if (waiver.Until < today)
            {
                all.Add(new PostureFinding(PostureFindingIds.WaiverExpired, PostureSeverity.Medium, Category, meant[0].Endpoint,
                    string.Create(CultureInfo.InvariantCulture, $"{name} for {waiver.Finding} of {NameOf(waiver)} ended with {waiver.Until:yyyy-MM-dd}, so the finding counts again."), "Correct what was found; or give the waiver a new end."));
            }
            else
            {
                foreach (var finding in meant)
                {
                    finding.WaiverReason = waiver.Reason;
                    finding.WaivedUntil = waiver.Until;
                }
            }
        }

        return all;
    }

    private static bool IsMeant(PostureWaiverOptions waiver, PostureFinding finding) => waiver.Finding == finding.Id && (finding.Endpoint is { } endpoint
        ? string.Equals(waiver.Endpoint, endpoint.Name, StringComparison.OrdinalIgnoreCase) || string.Equals(waiver.Endpoint, endpoint.DisplayName, StringComparison.Ordinal)
        : waiver.Endpoint.Length == 0);

    private static string NameOf(PostureWaiverOptions waiver) => waiver.Endpoint.Length == 0 ? "the application" : waiver.Endpoint;
}
