using ApiSecurity.Posture;

namespace ApiSecurity.Testing;

/// <summary>Who may call an endpoint, and callers made to fit.</summary>
internal sealed class Callers(PostureEndpoint endpoint, SecurityTestData data, ApiAuthorizationRoles roles)
{
    private readonly string[] _permissions =
        [.. endpoint.Access.Permissions.Concat(data.PermissionsFor(endpoint.Name, endpoint.Route ?? "/")).Distinct(StringComparer.Ordinal)];

    /// <summary>What the endpoint, or the seed in its place, asks for.</summary>
    public IReadOnlyList<string> Permissions => _permissions;

    public bool Meets(TestCaller caller) => !endpoint.Access.RequiresProofOfPossession
        && _permissions.All(permission => roles.Has(caller, permission))
        && endpoint.Access.Roles.All(any => any.Any(role => roles.IsIn(caller, role)));

    /// <summary>The caller with all that the endpoint asks for: tokens are the kit's to give.</summary>
    public TestCaller Granted(TestCaller caller)
    {
        var claims = new Dictionary<string, object>(caller.Claims);
        if (endpoint.Access.AuthenticationContextClasses is [[var acr, ..], ..])
        {
            claims["acr"] = acr;
        }

        return caller with
        {
            Permissions = [.. caller.Permissions.Union(_permissions, StringComparer.Ordinal)],
            Roles = [.. caller.Roles.Union(endpoint.Access.Roles.Where(any => !any.Any(caller.Roles.Contains)).Select(any => any[0]), StringComparer.Ordinal)],
            Scopes = [.. caller.Scopes.Union(endpoint.Access.Scopes, StringComparer.Ordinal)],
            Claims = claims,
        };
    }

    /// <summary>The caller with the scopes: those are about the client, and say nothing of the person.</summary>
    public TestCaller Scoped(TestCaller caller) => caller with { Scopes = [.. caller.Scopes.Union(endpoint.Access.Scopes, StringComparer.Ordinal)] };

    /// <summary>The same caller without one of the things that are asked for.</summary>
    public IEnumerable<(string What, TestCaller Caller)> Lacking(TestCaller caller)
    {
        var all = Granted(caller);
        foreach (var permission in _permissions)
        {
            TestCaller without = all with { Permissions = [.. all.Permissions.Where(one => one != permission && !ApiAuthorizationRoles.IsWildcardFor(one, permission))], Roles = [.. all.Roles.Where(role => !roles.Brings(role, permission))] };
            yield return ($"the permission {permission}", without);
        }

        foreach (var any in endpoint.Access.Roles)
        {
            yield return ($"the role {string.Join(" or ", any)}", all with { Roles = [.. all.Roles.Where(role => !any.Any(asked => roles.Includes(role, asked)))] });
        }

        foreach (var scope in endpoint.Access.Scopes)
        {
            yield return ($"the scope {scope}", all with { Scopes = [.. all.Scopes.Where(one => one != scope)] });
        }
    }
}
