using System.Collections.ObjectModel;

namespace ApiSecurity.Authorization;

/// <summary>What a caller may do: what is granted without what is denied.</summary>
internal sealed class CallerPermissions
{
    private readonly PermissionSet _granted;
    private readonly PermissionSet? _denied;

    public CallerPermissions(PermissionSet granted, PermissionSet denied)
    {
        _granted = granted;
        _denied = denied.IsEmpty ? null : denied;
        // Requests share them: nobody may add to them.
        Names = new ReadOnlySet<string>(_denied is null ? granted.Names : granted.Names.Where(name => !_denied.Contains(name)).ToHashSet(StringComparer.Ordinal));
    }

    public IReadOnlySet<string> Names { get; }

    public bool Has(string permission) => _granted.Contains(permission) && (_denied is null || !_denied.Contains(permission));
}
