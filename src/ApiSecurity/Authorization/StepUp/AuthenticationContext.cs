using System.Globalization;
using System.Security.Claims;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authorization;

/// <summary>How and when a caller has signed in (OpenID Connect Core section 2, RFC 9068 section 2.2.1).</summary>
internal sealed record AuthenticationContext(string? Class, IReadOnlyList<string> Methods, DateTimeOffset? Time)
{
    // What the framework's OpenID Connect handler makes of them, if it is left to rename claims.
    private const string RenamedClass = "http://schemas.microsoft.com/claims/authnclassreference";
    private const string RenamedMethods = "http://schemas.microsoft.com/claims/authnmethodsreferences";

    public static readonly AuthenticationContext None = new(null, [], null);

    public static AuthenticationContext Of(ClaimsPrincipal principal) => new(
        SingleClaim.Of(principal, "acr", otherwise: RenamedClass),
        [.. MethodsOf(principal).Distinct(StringComparer.Ordinal)],
        TimeOf(SingleClaim.Of(principal, "auth_time", otherwise: ClaimTypes.AuthenticationInstant)));

    private static IEnumerable<string> MethodsOf(ClaimsPrincipal principal) =>
        from identity in principal.Identities
        where identity.IsAuthenticated
        from claim in identity.Claims
        where claim.Type is "amr" or RenamedMethods && claim.Value.Length > 0
        select claim.Value;

    /// <summary>Seconds since 1970, which may have a fraction (RFC 7519 section 2).</summary>
    private static DateTimeOffset? TimeOf(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= 253402300799m
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;
}
