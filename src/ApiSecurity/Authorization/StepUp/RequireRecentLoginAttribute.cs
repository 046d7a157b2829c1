using System.Globalization;
using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Authorization;

/// <summary>
/// Lets only callers in who have signed in not longer ago than a time, by the token's claim <c>auth_time</c>; without it nobody is let in.
/// Others are sent to their authorization server with a 401 that says so (RFC 9470). Used several times, the shortest time counts.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class RequireRecentLoginAttribute : AuthorizeAttribute, IAuthorizationRequirementData
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    private readonly RecentLoginRequirement _requirement;

    /// <summary>Requires a login within a time.</summary>
    /// <param name="maxAge">The longest time since then, as <c>hh:mm:ss</c> or <c>d.hh:mm:ss</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="maxAge"/> is no time.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxAge"/> is below one second, above 365 days, or not in whole seconds.</exception>
    public RequireRecentLoginAttribute(string maxAge)
        : this(Parse(maxAge))
    {
    }

    internal RequireRecentLoginAttribute(TimeSpan maxAge)
    {
        if (maxAge < TimeSpan.FromSeconds(1) || maxAge > Longest || maxAge.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            // max_age is sent in seconds (RFC 9470 section 3), and with zero a client would sign in for ever.
            throw new ArgumentOutOfRangeException(nameof(maxAge), maxAge, "Write a time from one second to 365 days, in whole seconds.");
        }

        _requirement = new RecentLoginRequirement(maxAge);
    }

    /// <summary>Gets the longest time since the caller has signed in.</summary>
    public TimeSpan MaxAge => _requirement.MaxAge;

    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [_requirement];

    private static TimeSpan Parse(string maxAge)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(maxAge);
        // "5" would be five days.
        return maxAge.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParseExact(maxAge, "c", CultureInfo.InvariantCulture, out var time)
            ? time
            : throw new ArgumentException("Write the time as \"hh:mm:ss\": \"00:05:00\" for five minutes.", nameof(maxAge));
    }
}
