using System.Security.Claims;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>Makes the identity of who calls with a key, in the claims by which callers are read.</summary>
internal sealed class ApiKeyIdentity(ClaimNames names)
{
    public const string Plan = "plan";

    /// <summary>The id of the key, as that of the program that calls (RFC 9068 section 2.2).</summary>
    public const string Client = "client_id";

    public ClaimsPrincipal Of(ApiKey key)
    {
        var claims = new List<Claim> { new("sub", key.Owner), new(Client, key.Id), new("name", key.Name) };
        if (key.Scopes.Count > 0)
        {
            claims.Add(new Claim("scope", string.Join(' ', key.Scopes)));
        }

        claims.AddRange(key.Permissions.Select(permission => new Claim(names.Permission, permission)));
        if (key.Tenant is not null)
        {
            claims.Add(new Claim(names.Tenant, key.Tenant));
        }

        if (key.Plan is not null)
        {
            claims.Add(new Claim(Plan, key.Plan));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, ApiKeyDefaults.AuthenticationScheme, nameType: "sub", roleType: "roles"));
    }
}
