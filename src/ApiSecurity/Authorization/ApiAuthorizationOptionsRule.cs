using ApiSecurity.Pipeline;

namespace ApiSecurity.Authorization;

internal sealed class ApiAuthorizationOptionsRule : IOptionsRule<ApiAuthorizationOptions>
{
    public void Check(ApiAuthorizationOptions options, ConfigurationErrors errors)
    {
        foreach (var (role, permissions) in options.RolePermissions)
        {
            var key = $"RolePermissions:{role}";
            if (string.IsNullOrWhiteSpace(role))
            {
                errors.Add(key, "has no name", "Write the role as it stands in the caller's token.");
            }

            if (permissions.Count == 0)
            {
                errors.Add(key, "brings no permission", "List at least one permission, or remove the key.");
            }

            for (var index = 0; index < permissions.Count; index++)
            {
                if (string.IsNullOrEmpty(permissions[index]) || permissions[index].Any(char.IsWhiteSpace))
                {
                    errors.Add($"{key}:{index}", "is not a permission", "Write one name without white space: orders.read.");
                }
            }
        }
    }
}
