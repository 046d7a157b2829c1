using System.Globalization;

namespace ApiSecurity.Posture;

/// <summary>Holds findings against the waivers, and tells of waivers that have ended or that waive nothing.</summary>
internal static class Waivers
{
    private const string Category = "API8:2023";

    public static IReadOnlyList<PostureFinding> Apply(IReadOnlyList<PostureFinding> findings, IEnumerable<Waiver> waivers, DateOnly today)
    {
        var all = new List<PostureFinding>(findings);
        Waiver[] said = [.. waivers];
        // Said of a group or a controller, it is there once for each of their endpoints.
        var used = said.Where(waiver => waiver.Source is not null && findings.Any(waiver.IsMeant)).Select(waiver => waiver.Source).ToHashSet<object?>(ReferenceEqualityComparer.Instance);
        foreach (var waiver in said)
        {
            var what = $"{waiver.Where} for {waiver.Finding} of {(waiver.Endpoint.Length == 0 ? "the application" : waiver.Endpoint)}";
            PostureFinding[] meant = [.. findings.Where(waiver.IsMeant)];
            if (meant.Length == 0)
            {
                if (waiver.Source is not null && !used.Add(waiver.Source))
                {
                    continue;
                }

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
