namespace ApiSecurity.Validation;

/// <summary>The member names of one object, for finding duplicates; makes its set with the second name.</summary>
internal struct NameSet(IEqualityComparer<string> comparer)
{
    private string? _first;
    private HashSet<string>? _names;

    public bool Add(string name)
    {
        if (_names is not null)
        {
            return _names.Add(name);
        }

        if (_first is null)
        {
            _first = name;
            return true;
        }

        _names = new HashSet<string>(comparer) { _first };
        return _names.Add(name);
    }
}
