using System.Collections.Frozen;

namespace ApiSecurity.Authorization;

/// <summary>The roles of the options with all that they include, put together once a reload.</summary>
internal sealed class RoleMap
{
    private readonly FrozenDictionary<string, RoleOptions> _roles;
    private readonly FrozenDictionary<string, string[]> _closures;

    public RoleMap(IDictionary<string, RoleOptions> roles)
    {
        _roles = roles.ToFrozenDictionary(StringComparer.Ordinal);
        _closures = roles.Keys.ToFrozenDictionary(name => name, name => Closure(name, _roles).ToArray(), StringComparer.Ordinal);
    }

    public IReadOnlyList<string> Names => _roles.Keys;

    /// <summary>A role and all that it includes. Also ends where roles include each other; options that were not checked may do so.</summary>
    public static HashSet<string> Closure(string name, IDictionary<string, RoleOptions> roles)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([name]);
        while (open.TryPop(out var current))
        {
            if (found.Add(current) && roles.TryGetValue(current, out var role))
            {
                foreach (var included in role.Includes)
                {
                    open.Push(included);
                }
            }
        }

        return found;
    }

    /// <summary>Adds to the roles of a caller those that they include.</summary>
    public void Complete(HashSet<string> held)
    {
        if (_roles.Count == 0)
        {
            return;
        }

        foreach (var role in held.ToArray())
        {
            if (_closures.TryGetValue(role, out var included))
            {
                held.UnionWith(included);
            }
        }
    }

    /// <param name="held">A caller's roles, complete.</param>
    /// <param name="granted">Takes what they bring.</param>
    /// <param name="denied">Takes what they deny.</param>
    public void AddTo(HashSet<string> held, PermissionSet granted, PermissionSet denied)
    {
        if (_roles.Count == 0)
        {
            return;
        }

        foreach (var name in held)
        {
            if (_roles.TryGetValue(name, out var role))
            {
                foreach (var permission in role.Permissions)
                {
                    granted.Grant(permission, allowWildcard: true);
                }

                foreach (var permission in role.Denied)
                {
                    denied.Deny(permission);
                }
            }
        }
    }
}
