using System.Globalization;

namespace ApiSecurity.Posture;

/// <summary>Holds findings against the waivers, and tells of waivers that have ended or that waive nothing.</summary>
internal static class Waivers
{
    private const string Category = "API8:2023";

    public static IReadOnlyList<PostureFinding> Apply(IReadOnlyList<PostureFinding> findings, IEnumerable<Waiver> waivers, DateOnly today)
    {
        var all = new List<PostureFinding>(findings);
        foreach (var waiver in waivers)
        {
            var what = $"{waiver.Where} for {waiver.Finding} of {(waiver.Endpoint.Length == 0 ? "the application" : waiver.Endpoint)}";
            PostureFinding[] meant = [.. findings.Where(waiver.IsMeant)];
            if (meant.Length == 0)
            {
                all.Add(new PostureFinding(
                    PostureFindingIds.WaiverUnused, PostureSeverity.Low, Category, waiver.Only, $"{what} waives nothing: there is no such finding.", "Remove it; or correct the endpoint's name."));
            }
            else if (waiver.Until < today)
            {
                all.Add(new PostureFinding(
                    PostureFindingIds.WaiverExpired, PostureSeverity.Medium, Category, meant[0].Endpoint,
                    string.Create(CultureInfo.InvariantCulture, $"{what} ended with {waiver.Until:yyyy-MM-dd}, so the finding counts again."), "Correct what was found; or give the waiver a new end."));
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
}
