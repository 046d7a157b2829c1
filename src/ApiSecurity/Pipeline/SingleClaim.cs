using System.Security.Claims;

namespace ApiSecurity.Pipeline;

/// <summary>Reads what is there once in a principal, so that rules and events name the same caller.</summary>
internal static class SingleClaim
{
    /// <summary>Gets the id of the caller: <c>sub</c>, or what other schemes than tokens call it.</summary>
    public static string? Subject(ClaimsPrincipal principal) => Of(principal, "sub", otherwise: ClaimTypes.NameIdentifier);

    /// <summary>
    /// The value of a claim, or of a second one in identities that lack the first. Two different values, in one identity or in several,
    /// would let whoever reads first decide; they are none.
    /// </summary>
    public static string? Of(ClaimsPrincipal principal, string type, string? otherwise = null)
    {
        string? found = null;
        foreach (var identity in principal.Identities)
        {
            if (!identity.IsAuthenticated)
            {
                continue;
            }

            if (!TryAdd(identity, type, ref found, out var has) || (!has && otherwise is not null && !TryAdd(identity, otherwise, ref found, out _)))
            {
                return null;
            }
        }

        return found;
    }

    /// <returns>False for a value that differs from the one found before.</returns>
    private static bool TryAdd(ClaimsIdentity identity, string type, ref string? found, out bool has)
    {
        has = false;
        foreach (var claim in identity.Claims)
        {
            if (!string.Equals(claim.Type, type, StringComparison.Ordinal) || claim.Value.Length == 0)
            {
                continue;
            }

            has = true;
            if (found is not null && !string.Equals(found, claim.Value, StringComparison.Ordinal))
            {
                return false;
            }

            found = claim.Value;
        }

        return true;
    }
}
