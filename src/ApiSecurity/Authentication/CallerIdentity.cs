using System.Security.Claims;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>Makes the identity of a caller of whom the configuration tells all, in the claims by which callers are read.</summary>
internal static class ConfiguredCaller
{
    public static ClaimsPrincipal Of(
        string scheme, ClaimNames names, string subject, string? clientId, string? tenant, IReadOnlyCollection<string> scopes, IReadOnlyCollection<string> permissions)
    {
        var claims = new List<Claim> { new("sub", subject) };
        if (clientId is not null)
        {
            claims.Add(new("client_id", clientId));
        }

        if (tenant is not null)
        {
            claims.Add(new(names.Tenant, tenant));
        }

        if (scopes.Count > 0)
        {
            claims.Add(new("scope", string.Join(' ', scopes)));
        }

        claims.AddRange(permissions.Select(permission => new Claim(names.Permission, permission)));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme, "sub", "roles"));
    }
}
