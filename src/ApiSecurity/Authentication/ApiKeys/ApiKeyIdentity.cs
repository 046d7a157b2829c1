using System.Security.Claims;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>Makes the identity of who calls with a key; the key's id is that of the program that calls.</summary>
internal sealed class ApiKeyIdentity(ClaimNames names)
{
    public const string Plan = "plan";

    public ClaimsPrincipal Of(ApiKey key)
    {
        Claim[] name = [new("name", key.Name)];
        return CallerIdentity.Of(
            ApiKeyDefaults.AuthenticationScheme, names, key.Owner, key.Id, key.Tenant, key.Scopes, key.Permissions, key.Plan is null ? name : [.. name, new(Plan, key.Plan)]);
    }
}
