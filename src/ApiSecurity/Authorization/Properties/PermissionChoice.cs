namespace ApiSecurity.Authorization;

/// <summary>Permissions of which one is enough. Equal choices are one object, so that a caller can keep the answer to each as a bit.</summary>
internal sealed class PermissionChoice
{
    // Of all applications in the process: choices are written in code, so there are as many as there is code.
    private static readonly Dictionary<string, PermissionChoice> Known = new(StringComparer.Ordinal);

    private readonly string[] _anyOf;

    private PermissionChoice(string[] anyOf, int number)
    {
        _anyOf = anyOf;
        Number = number;
    }

    /// <summary>Nobody has one of no permissions.</summary>
    public static PermissionChoice Nobody { get; } = Of([]);

    public int Number { get; }

    public IReadOnlyList<string> AnyOf => _anyOf;

    /// <exception cref="ArgumentException">A permission is empty, or has white space or an asterisk.</exception>
    public static PermissionChoice Of(string[] anyOf)
    {
        ArgumentNullException.ThrowIfNull(anyOf);
        foreach (var permission in anyOf)
        {
            RequiredName.Check(permission, nameof(anyOf));
            if (permission.Contains('*', StringComparison.Ordinal))
            {
                throw new ArgumentException("A wildcard can be granted, but not asked for. Name the permission that is needed.", nameof(anyOf));
            }
        }

        string[] sorted = [.. anyOf.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var key = string.Join(' ', sorted);
        lock (Known)
        {
            return Known.TryGetValue(key, out var known) ? known : Known[key] = new PermissionChoice(sorted, Known.Count);
        }
    }

    /// <summary>Asks the caller; <see cref="Caller.Has"/> remembers the answer.</summary>
    public bool IsMetBy(Caller caller)
    {
        foreach (var permission in _anyOf)
        {
            if (caller.Can(permission))
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString() => _anyOf.Length == 0 ? "nobody" : string.Join(" or ", _anyOf);
}
