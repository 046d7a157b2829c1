namespace ApiSecurity.Authorization;

/// <summary>What must hold for a member to be read or to be written; all of it.</summary>
/// <param name="choices">The permissions, one of each choice.</param>
/// <param name="conditions">What must be true of the object and the caller.</param>
internal sealed class PropertyAccess(PermissionChoice[] choices, Func<object, Caller, bool>[] conditions)
{
    private readonly PermissionChoice[] _choices = [.. choices.Distinct()];

    /// <summary>Whether there is nobody who may.</summary>
    public bool IsNever => Array.IndexOf(_choices, PermissionChoice.Nobody) >= 0;

    /// <summary>Whether it hangs on the object, so that without one nobody may.</summary>
    public bool IsConditional => conditions.Length > 0;

    /// <summary>The one choice that it comes to; <see langword="null"/> if there is more to it.</summary>
    public PermissionChoice? Single => _choices.Length == 1 && !IsConditional ? _choices[0] : null;

    /// <returns>What must hold; <see langword="null"/> if nothing is asked for.</returns>
    public static PropertyAccess? Of(IEnumerable<PermissionChoice> choices, IEnumerable<Func<object, Caller, bool>> conditions)
    {
        var access = new PropertyAccess([.. choices], [.. conditions]);
        return access._choices.Length == 0 && !access.IsConditional ? null : access;
    }

    /// <summary>Whether the caller may with whatever object there is.</summary>
    public bool Allows(Caller caller) => conditions.Length == 0 && HasPermissions(caller);

    /// <param name="caller">Who asks; <see langword="null"/> outside of a request, where nobody may.</param>
    /// <param name="owner">The object.</param>
    public bool Allows(Caller? caller, object owner)
    {
        if (caller is null || !HasPermissions(caller))
        {
            return false;
        }

        foreach (var condition in conditions)
        {
            if (!condition(owner, caller))
            {
                return false;
            }
        }

        return true;
    }

    public override string ToString() =>
        IsNever ? "nobody" : string.Join(" and ", _choices.Select(choice => choice.ToString()).Concat(IsConditional ? ["a rule"] : []));

    private bool HasPermissions(Caller caller)
    {
        foreach (var choice in _choices)
        {
            if (!caller.Has(choice))
            {
                return false;
            }
        }

        return true;
    }
}
