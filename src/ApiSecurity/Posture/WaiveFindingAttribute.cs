using System.Globalization;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Posture;

/// <summary>Accepts a finding of the posture report for an endpoint for a while, as <c>ApiSecurity:Posture:Waivers</c> does.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class WaiveFindingAttribute : Attribute
{
    /// <summary>Says which finding, why, and until when.</summary>
    /// <param name="finding">The finding's id, one of <see cref="PostureFindingIds"/>.</param>
    /// <param name="until">The last day (UTC) on which the waiver counts: <c>2027-01-31</c>.</param>
    /// <param name="reason">Why the finding is accepted.</param>
    /// <exception cref="ArgumentException">There is no such finding, no such day, or no reason.</exception>
    public WaiveFindingAttribute(string finding, string until, string reason)
    {
        Finding = PostureFindingIds.All.Contains(finding, StringComparer.Ordinal) ? finding
            : throw new ArgumentException($"There is no finding {finding}. {NearestName.Suggest(finding ?? string.Empty, PostureFindingIds.All, "Write one that the posture report shows.")}", nameof(finding));
        Until = DateOnly.TryParseExact(until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
            : throw new ArgumentException("Write the last day on which the waiver counts: 2027-01-31.", nameof(until));
        Reason = OptOut.Because(reason);
    }

    /// <summary>Gets the finding's id.</summary>
    public string Finding { get; }

    /// <summary>Gets the last day (UTC) on which the waiver counts.</summary>
    public DateOnly Until { get; }

    /// <summary>Gets why the finding is accepted.</summary>
    public string Reason { get; }
}
