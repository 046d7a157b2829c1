using ApiSecurity.Authentication;
using ApiSecurity.Authorization;
using ApiSecurity.Pipeline;

namespace ApiSecurity;

/// <summary>Whether a caller may see, make and change a key: never one that can do more than the caller.</summary>
/// <param name="caller">The caller.</param>
/// <param name="own">The key that the caller calls with, if it is one.</param>
/// <param name="isForAll">Whether the caller manages keys of all tenants and owners.</param>
/// <param name="scopesArePermissions">Whether permissions are read from the claim <c>scope</c>, so that what is denied to the caller counts for scopes too, and a permission is a scope.</param>
internal sealed class ApiKeyGrants(Caller caller, ApiKey? own, bool isForAll, bool scopesArePermissions)
{
    public bool IsForAll => isForAll;

    /// <summary>Whether the caller may know of the key.</summary>
    public bool CanSee(ApiKey key) => isForAll || string.Equals(key.Tenant, caller.Tenant, StringComparison.Ordinal);

    /// <summary>
    /// What the caller would get beyond their own by having the key's secret, whether the key is new or gets a new one; <see langword="null"/> for nothing.
    /// </summary>
    public string? Excess(ApiKey key)
    {
        if (!isForAll)
        {
            if (!string.Equals(key.Tenant, caller.Tenant, StringComparison.Ordinal))
            {
                return "tenant";
            }

            // The owner is who calls with the key: another one's name on it would be their identity.
            if (caller.Subject is null || !string.Equals(key.Owner, caller.Subject, StringComparison.Ordinal))
            {
                return "owner";
            }

            if (key.Plan is not null && !string.Equals(key.Plan, SingleClaim.Of(caller.Principal, ApiKeyIdentity.Plan), StringComparison.Ordinal))
            {
                return "plan";
            }
        }

        return key.Scopes.Any(scope => !caller.HasScope(scope) || (scopesArePermissions && !Has(scope))) ? "scopes"
            : !key.Permissions.All(Has) ? "permissions"
            : own is null ? null
            : IsLater(key.Expires, own.Expires) ? "expires"
            : own.AllowedNetworks.Count > 0 && (key.AllowedNetworks.Count == 0 || !ApiKeyNetworks.AreWithin(key.AllowedNetworks, own.AllowedNetworks)) ? "allowedNetworks"
            : null;
    }

    /// <summary>
    /// A wildcard is never the caller's to give: what is denied to the caller would come with it. Nor is a permission that only a role gives, where the key's would be a scope.
    /// </summary>
    private bool Has(string permission) =>
        !permission.Contains('*', StringComparison.Ordinal) && caller.Can(permission) && (!scopesArePermissions || caller.HasScope(permission));

    /// <summary>A key that was stolen must not live on in another that it made.</summary>
    private static bool IsLater(DateTimeOffset? one, DateTimeOffset? other) => other is { } end && (one is null || one > end);
}
