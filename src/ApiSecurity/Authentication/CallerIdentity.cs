using System.Security.Claims;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>Makes the identity of a caller of whom the application itself knows all, in the claims by which callers are read.</summary>
internal static class CallerIdentity
{
    /// <summary>The id of the program that calls (RFC 9068 section 2.2).</summary>
    private const string Client = "client_id";

    /// <param name="scheme">The scheme by which the caller is known.</param>
    /// <param name="names">The claims of tenant and permissions.</param>
    /// <param name="subject">Who calls.</param>
    /// <param name="clientId">The program that calls, if it has an id of its own.</param>
    /// <param name="tenant">The tenant, if there is one.</param>
    /// <param name="scopes">The scopes.</param>
    /// <param name="permissions">The permissions.</param>
    /// <param name="others">What only this scheme knows.</param>
    /// <param name="nameType">The claim that <see cref="ClaimsIdentity.Name"/> reads.</param>
    public static ClaimsPrincipal Of(
        string scheme, ClaimNames names, string subject, string? clientId, string? tenant, IReadOnlyCollection<string> scopes, IReadOnlyCollection<string> permissions,
        IEnumerable<Claim>? others = null, string nameType = "sub")
    {
        var claims = new List<Claim> { new("sub", subject) };
        if (clientId is not null)
        {
            claims.Add(new(Client, clientId));
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
        claims.AddRange(others ?? []);
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme, nameType, "roles"));
    }
}
