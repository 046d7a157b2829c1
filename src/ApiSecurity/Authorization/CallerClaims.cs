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

    /// <summary>Whether the principal has a role by an identity that is authenticated; the framework's <c>IsInRole</c> asks all of them.</summary>
    public static bool IsInRole(ClaimsPrincipal principal, string role)
    {
        var allAreAuthenticated = true;
        foreach (var identity in principal.Identities)
        {
            if (!identity.IsAuthenticated)
            {
                allAreAuthenticated = false;
            }
            else if (identity.HasClaim(identity.RoleClaimType, role))
            {
                return true;
            }
        }

        // Some principals, that of Windows for one, know of roles that are no claims.
        return allAreAuthenticated && principal.GetType() != typeof(ClaimsPrincipal) && principal.IsInRole(role);
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
            if (IsInRole(principal, role))
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
                if (!string.Equals(claim.Type, type, StringComparison.Ordinal) || claim.Value.Length == 0)
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
