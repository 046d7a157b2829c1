using ApiSecurity.Pipeline;

namespace ApiSecurity.Authorization;

/// <summary>Checks <see cref="ApiAuthorizationOptions.Roles"/>: what each brings, and that including ends somewhere.</summary>
internal static class RolesRule
{
    public static void Check(IDictionary<string, RoleOptions> roles, ConfigurationErrors errors)
    {
        foreach (var (name, role) in roles)
        {
            var below = errors.Below($"{nameof(ApiAuthorizationOptions.Roles)}:{name}");
            if (string.IsNullOrWhiteSpace(name))
            {
                below.Add(string.Empty, "has no name", "Write the role as it stands in the caller's token.");
            }

            if (role.Permissions.Count + role.Includes.Count + role.Denied.Count == 0)
            {
                below.Add(string.Empty, "brings nothing", "List something in Permissions, Includes or Denied, or remove the key.");
            }

            CheckPermissions(role.Permissions, nameof(role.Permissions), below);
            CheckPermissions(role.Denied, nameof(role.Denied), below);
            CheckIncludes(name, role, roles, below);
        }
    }

    private static void CheckPermissions(IList<string> permissions, string key, ConfigurationErrors errors)
    {
        for (var index = 0; index < permissions.Count; index++)
        {
            var permission = permissions[index];
            if (permission.Length == 0 || permission.Any(char.IsWhiteSpace))
            {
                errors.Add($"{key}:{index}", "is not a permission", "Write one name without white space: orders.read.");
            }
            else if (permission.Contains('*', StringComparison.Ordinal) && !PermissionSet.IsWildcard(permission))
            {
                errors.Add($"{key}:{index}", "has a * in a place where it means nothing", "Write it as all there is after a separator, orders.* or orders:*, or alone.");
            }
        }
    }

    private static void CheckIncludes(string name, RoleOptions role, IDictionary<string, RoleOptions> roles, ConfigurationErrors errors)
    {
        for (var index = 0; index < role.Includes.Count; index++)
        {
            var key = $"{nameof(role.Includes)}:{index}";
            var included = role.Includes[index];
            if (!roles.ContainsKey(included))
            {
                errors.Add(key, "is no role that is listed in Roles", NearestName.Suggest(included, roles.Keys, "Add the role, or remove the entry."));
            }
            else if (RoleMap.Closure(included, roles).Contains(name))
            {
                errors.Add(key, "leads back to the role itself", "Remove one of the entries of the circle: a role can't include itself, nor one that includes it.");
            }
        }
    }
}
