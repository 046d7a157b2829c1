namespace ApiSecurity.Authorization;

/// <summary>Permissions as they are granted or denied: names, and wildcards at the end of a name.</summary>
internal sealed class PermissionSet
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private string[] _beginnings = [];
    private bool _all;

    public bool IsEmpty => _names.Count == 0;

    /// <summary>What was added, as it is written.</summary>
    public HashSet<string> Names => _names;

    /// <summary>Whether a text is a wildcard: <c>*</c>, or one behind a separator, as in <c>orders.*</c> and <c>orders:*</c>.</summary>
    public static bool IsWildcard(string text) =>
        text.EndsWith('*') && text.IndexOf('*', StringComparison.Ordinal) == text.Length - 1 && (text.Length == 1 || (text.Length > 2 && text[^2] is '.' or ':'));

    /// <param name="text">A permission or a wildcard.</param>
    /// <param name="allowWildcard">Whether it may be a wildcard; if not, one grants nothing.</param>
    public void Grant(string text, bool allowWildcard)
    {
        if (!text.Contains('*', StringComparison.Ordinal))
        {
            _names.Add(text);
        }
        else if (allowWildcard && IsWildcard(text) && _names.Add(text))
        {
            AddBeginning(text[..^1]);
        }
    }

    /// <summary>What takes away needs nobody's leave to be a wildcard; and where it is not well written it takes more, not less.</summary>
    public void Deny(string text)
    {
        if (_names.Add(text) && text.IndexOf('*', StringComparison.Ordinal) is >= 0 and var index)
        {
            AddBeginning(text[..index]);
        }
    }

    public bool Contains(string permission)
    {
        if (_names.Contains(permission))
        {
            // A wildcard is what was granted, and no permission that anybody could ask for.
            return !permission.EndsWith('*');
        }

        return (_all || _beginnings.Length > 0) && IsCovered(permission);
    }

    private void AddBeginning(string text)
    {
        _all |= text.Length == 0;
        _beginnings = text.Length == 0 ? _beginnings : [.. _beginnings, text];
    }

    private bool IsCovered(string permission)
    {
        if (permission.Length == 0 || permission.EndsWith('*'))
        {
            return false;
        }

        if (_all)
        {
            return true;
        }

        foreach (var beginning in _beginnings)
        {
            if (permission.Length > beginning.Length && permission.StartsWith(beginning, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
