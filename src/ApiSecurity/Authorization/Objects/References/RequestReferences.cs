namespace ApiSecurity.Authorization;

/// <summary>The references that stand in a request, and that the caller may follow; a feature of the request.</summary>
internal sealed class RequestReferences
{
    /// <summary>A body may be long; a database should not be asked for everything in it.</summary>
    public const int MostReferences = 1000;

    private readonly List<FoundReference> _found = [];

    public IReadOnlyList<FoundReference> Found => _found;

    public bool IsFull { get; private set; }

    public void Add(FoundReference reference)
    {
        if (_found.Count == MostReferences)
        {
            IsFull = true;
        }

        if (!IsFull)
        {
            _found.Add(reference);
        }
    }

    /// <summary>There is more than can be looked at.</summary>
    public void Overflow() => IsFull = true;

    /// <returns>The id that a member of the body's own has; <see langword="null"/> if it has none, or is no reference to the type.</returns>
    public object? IdOf(string member, Type type)
    {
        var pointer = "/" + member;
        return _found.Find(reference => reference.Kind.Object == type && reference.Pointer == pointer)?.Id;
    }
}
