using System.Globalization;
using ApiSecurity.Pipeline;

namespace ApiSecurity.RateLimiting;

internal static class RateLimitProblems
{
    private const string Feature = "rate_limiting";

    private static readonly ApiProblem Problem = new(429, ReasonCodes.RateLimited, "Too many requests.");

    /// <param name="retryAfter">The whole seconds after which the request would be admitted (RFC 9110 section 10.2.3).</param>
    /// <param name="limit">Which limit, for the operator.</param>
    public static Refusal RateLimited(long retryAfter, string limit) => new(Feature, SecurityEventNames.RateLimitExceeded, Problem)
    {
        Detail = limit,
        Headers = [new("Retry-After", retryAfter.ToString(CultureInfo.InvariantCulture))],
    };
}
