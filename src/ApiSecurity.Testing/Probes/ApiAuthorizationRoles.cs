using ApiSecurity.Authorization;

namespace ApiSecurity.Testing;

/// <summary>What roles bring, by the application's options.</summary>
internal sealed class ApiAuthorizationRoles(ApiAuthorizationOptions options)
{
    private const int MaxDepth = 16;

    public bool Has(TestCaller caller, string permission) =>
        (caller.Permissions.Contains(permission, StringComparer.Ordinal) || caller.Roles.Any(role => Brings(role, permission))) && !caller.Roles.Any(role => Denies(role, permission, 0));

    public bool IsIn(TestCaller caller, string role) => caller.Roles.Any(one => Includes(one, role));

    public bool Includes(string role, string wanted, int depth = 0) =>
        role == wanted || (depth < MaxDepth && options.Roles.TryGetValue(role, out var known) && known.Includes.Any(inner => Includes(inner, wanted, depth + 1)));

    public bool Brings(string role, string permission, int depth = 0) => depth < MaxDepth && options.Roles.TryGetValue(role, out var known)
        && (known.Permissions.Any(one => one == permission || IsWildcardFor(one, permission)) || known.Includes.Any(inner => Brings(inner, permission, depth + 1)));

    public static bool IsWildcardFor(string one, string permission) => one == "*" || (one.EndsWith('*') && permission.Length >= one.Length && permission.StartsWith(one[..^1], StringComparison.Ordinal));

    private bool Denies(string role, string permission, int depth) => depth < MaxDepth && options.Roles.TryGetValue(role, out var known)
        && (known.Denied.Any(one => one == permission || IsWildcardFor(one, permission)) || known.Includes.Any(inner => Denies(inner, permission, depth + 1)));
}
