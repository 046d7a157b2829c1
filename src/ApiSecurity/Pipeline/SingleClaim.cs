using System.Security.Claims;

namespace ApiSecurity.Pipeline;

/// <summary>Reads what is there once in a principal, so that rules, limits and events name the same caller. Allocates nothing for principals of the framework's own classes.</summary>
internal static class SingleClaim
{
    /// <summary>The claims that may tell who the caller is.</summary>
    public static IReadOnlyList<string> SubjectTypes { get; } = ["sub", ClaimTypes.NameIdentifier];

    /// <summary>Gets the id of the caller: <c>sub</c>, or what other schemes than tokens call it.</summary>
    public static string? Subject(ClaimsPrincipal principal) => FindSubject(principal, out _)?.Value;

    /// <summary>Gets the program that calls: <c>client_id</c> (RFC 9068 section 2.2), or <c>azp</c>.</summary>
    public static string? Client(ClaimsPrincipal principal) => FindClient(principal, out _)?.Value;

    public static Claim? FindSubject(ClaimsPrincipal principal, out bool isAmbiguous) => Find(principal, SubjectTypes[0], SubjectTypes[1], out isAmbiguous);

    public static Claim? FindClient(ClaimsPrincipal principal, out bool isAmbiguous) => Find(principal, "client_id", "azp", out isAmbiguous);

    /// <summary>
    /// The value of a claim, or of a second one in identities that lack the first. Two different values, in one identity or in several,
    /// would let whoever reads first decide; they are none.
    /// </summary>
    public static string? Of(ClaimsPrincipal principal, string type, string? otherwise = null) => Find(principal, type, otherwise, out _)?.Value;

    private static Claim? Find(ClaimsPrincipal principal, string type, string? otherwise, out bool isAmbiguous)
    {
        Claim? found = null;
        isAmbiguous = false;
        // The lists themselves where there are some: walking an IEnumerable would allocate.
        if (principal.Identities is List<ClaimsIdentity> list)
        {
            foreach (var identity in list)
            {
                isAmbiguous |= !TryAddIdentity(identity, type, otherwise, ref found);
            }
        }
        else
        {
            foreach (var identity in principal.Identities)
            {
                isAmbiguous |= !TryAddIdentity(identity, type, otherwise, ref found);
            }
        }

        return isAmbiguous ? null : found;
    }

    /// <returns>False for a value that differs from the one found before.</returns>
    private static bool TryAddIdentity(ClaimsIdentity identity, string type, string? otherwise, ref Claim? found) =>
        !identity.IsAuthenticated
        || (TryAdd(identity, type, ref found, out var has) && (has || otherwise is null || TryAdd(identity, otherwise, ref found, out _)));

    private static bool TryAdd(ClaimsIdentity identity, string type, ref Claim? found, out bool has)
    {
        has = false;
        if (identity.Claims is List<Claim> list)
        {
            foreach (var claim in list)
            {
                if (!TryAdd(claim, type, ref found, ref has))
                {
                    return false;
                }
            }
        }
        else
        {
            foreach (var claim in identity.Claims)
            {
                if (!TryAdd(claim, type, ref found, ref has))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool TryAdd(Claim claim, string type, ref Claim? found, ref bool has)
    {
        if (!string.Equals(claim.Type, type, StringComparison.Ordinal) || claim.Value.Length == 0)
        {
            return true;
        }

        has = true;
        if (found is not null)
        {
            return string.Equals(found.Value, claim.Value, StringComparison.Ordinal);
        }

        found = claim;
        return true;
    }
}
