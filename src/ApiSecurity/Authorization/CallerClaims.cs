using System.Collections.Frozen;
using System.Security.Claims;

namespace ApiSecurity.Authorization;

/// <summary>How a caller is read from claims: the options, compiled.</summary>
internal sealed class CallerClaims(ApiAuthorizationOptions options)
{
    private readonly string _permission = options.PermissionClaimType;

    private readonly FrozenDictionary<string, string[]> _roles =
        options.RolePermissions.ToFrozenDictionary(role => role.Key, role => role.Value.ToArray(), StringComparer.Ordinal);

    public string Tenant { get; } = options.TenantClaimType;

    public static bool IsAuthenticated(ClaimsPrincipal principal)
    {
        foreach (var identity in principal.Identities)
        {
            if (identity.IsAuthenticated)
            {
                return true;
            }
        }

        return false;
    }

    /// <returns>The value of a claim that is there once; two different values would let whoever reads first decide.</returns>
    public static string? Single(ClaimsPrincipal principal, string type)
    {
        string? found = null;
        foreach (var identity in principal.Identities)
        {
            if (!identity.IsAuthenticated)
            {
                continue;
            }

            foreach (var claim in identity.Claims)
            {
                if (!string.Equals(claim.Type, type, StringComparison.Ordinal) || claim.Value.Length == 0)
                {
                    continue;
                }

                if (found is not null && !string.Equals(found, claim.Value, StringComparison.Ordinal))
                {
                    return null;
                }

                found = claim.Value;
            }
        }

        return found;
    }

    public static HashSet<string> ScopesOf(ClaimsPrincipal principal)
    {
        var scopes = new HashSet<string>(StringComparer.Ordinal);
        AddValues(principal, "scope", scopes);
        AddValues(principal, "scp", scopes);
        return scopes;
    }

    public HashSet<string> PermissionsOf(ClaimsPrincipal principal)
    {
        var permissions = new HashSet<string>(StringComparer.Ordinal);
        AddValues(principal, _permission, permissions);
        foreach (var (role, brings) in _roles)
        {
            if (principal.IsInRole(role))
            {
                permissions.UnionWith(brings);
            }
        }

        return permissions;
    }

    private static void AddValues(ClaimsPrincipal principal, string type, HashSet<string> values)
    {
        // Scopes are one text with spaces between them (RFC 6749 section 3.3), or, as some servers have it, a list.
        var isList = type is "scope" or "scp";
        foreach (var identity in principal.Identities)
        {
            if (!identity.IsAuthenticated)
            {
                continue;
            }

            foreach (var claim in identity.Claims)
            {
                if (!string.Equals(claim.Type, type, StringComparison.Ordinal))
                {
                    continue;
                }

                if (isList)
                {
                    values.UnionWith(claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
                }
                else
                {
                    values.Add(claim.Value);
                }
            }
        }
    }
}
