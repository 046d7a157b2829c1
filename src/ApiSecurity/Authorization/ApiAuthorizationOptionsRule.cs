using ApiSecurity.Pipeline;

namespace ApiSecurity.Authorization;

internal sealed class ApiAuthorizationOptionsRule : IOptionsRule<ApiAuthorizationOptions>
{
    public void Check(ApiAuthorizationOptions options, ConfigurationErrors errors)
    {
        RolesRule.Check(options.Roles, errors);
        if (!Enum.IsDefined(options.OnLessProtectedMethod))
        {
            errors.Add(nameof(options.OnLessProtectedMethod), "is none of the values", "Write Warn or Fail.");
        }

        if (options.DeniedPermissionClaimType is { } denied)
        {
            if (string.IsNullOrWhiteSpace(denied))
            {
                errors.Add(nameof(options.DeniedPermissionClaimType), "is empty", "Write the claim's type, or remove the key.");
            }
            else if (denied == options.PermissionClaimType)
            {
                errors.Add(nameof(options.DeniedPermissionClaimType), "is the claim that grants permissions", "Write another claim: what one grants and denies at once, nobody has.");
            }
        }
    }
}
