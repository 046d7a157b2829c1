using System.Security.Claims;

namespace ApiSecurity.Authorization;

/// <summary>How a caller is read from claims: the options, compiled.</summary>
internal sealed class CallerClaims(ApiAuthorizationOptions options)
{
    private readonly string _permission = options.PermissionClaimType;
    private readonly string? _denied = options.DeniedPermissionClaimType;
    private readonly bool _wildcards = options.AllowWildcardsInClaims;
    private readonly RoleMap _roles = new(options.Roles);

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

    /// <summary>Some principals, that of Windows for one, know of roles that are no claims.</summary>
    public static bool IsInRoleWithoutClaim(ClaimsPrincipal principal, string role) =>
        principal.GetType() != typeof(ClaimsPrincipal) && principal.Identities.All(identity => identity.IsAuthenticated) && principal.IsInRole(role);

    public static HashSet<string> ScopesOf(ClaimsPrincipal principal)
    {
        var scopes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in ValuesOf(principal, "scope").Concat(ValuesOf(principal, "scp")))
        {
            scopes.Add(value);
        }

        return scopes;
    }

    /// <summary>The roles by identities that are authenticated, and those that they include; the framework's <c>IsInRole</c> asks all identities.</summary>
    public HashSet<string> RolesOf(ClaimsPrincipal principal)
    {
        var roles = new HashSet<string>(StringComparer.Ordinal);
        foreach (var identity in principal.Identities)
        {
            if (identity.IsAuthenticated)
            {
                foreach (var claim in identity.FindAll(identity.RoleClaimType))
                {
                    roles.Add(claim.Value);
                }
            }
        }

        if (principal.GetType() != typeof(ClaimsPrincipal))
        {
            roles.UnionWith(_roles.Names.Where(role => IsInRoleWithoutClaim(principal, role)));
        }

        _roles.Complete(roles);
        return roles;
    }

    public CallerPermissions PermissionsOf(ClaimsPrincipal principal, HashSet<string> roles)
    {
        var granted = new PermissionSet();
        var denied = new PermissionSet();
        foreach (var value in ValuesOf(principal, _permission))
        {
            granted.Grant(value, _wildcards);
        }

        foreach (var value in _denied is null ? [] : ValuesOf(principal, _denied))
        {
            denied.Deny(value);
        }

        _roles.AddTo(roles, granted, denied);
        return new CallerPermissions(granted, denied);
    }

    private static IEnumerable<string> ValuesOf(ClaimsPrincipal principal, string type)
    {
        // Scopes are one text with spaces between them (RFC 6749 section 3.3), or, as some servers have it, a list.
        var isList = type is "scope" or "scp";
        foreach (var identity in principal.Identities.Where(identity => identity.IsAuthenticated))
        {
            foreach (var claim in identity.Claims)
            {
                if (!string.Equals(claim.Type, type, StringComparison.Ordinal) || claim.Value.Length == 0)
                {
                    continue;
                }

                if (!isList)
                {
                    yield return claim.Value;
                    continue;
                }

                foreach (var value in claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    yield return value;
                }
            }
        }
    }
}
