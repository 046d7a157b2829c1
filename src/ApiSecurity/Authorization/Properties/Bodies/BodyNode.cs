namespace ApiSecurity.Authorization;

/// <summary>What JSON of a type consists of, as far as rules are interested: a graph, because types refer to themselves.</summary>
internal sealed class BodyNode(Type type)
{
    private Dictionary<string, BodyMember> _members = [];
    private Dictionary<string, BodyMember> _similar = [];

    public Type Type => type;

    /// <summary>What an array's items, or a dictionary's values, may be; empty for anything else.</summary>
    public BodyNode[] Items { get; set; } = [];

    public bool IsArray { get; set; }

    public bool IsMap { get; set; }

    /// <summary>Takes the members that the type does not have.</summary>
    public BodyMember? Extension { get; private set; }

    /// <summary>The types that a member of the object chooses from; <see langword="null"/> where there is nothing to choose.</summary>
    public BodyUnion? Union { get; set; }

    /// <summary>What writing asks for, here and below.</summary>
    public PropertyAccess[] Writes { get; private set; } = [];

    /// <summary>What reading asks for, here and below.</summary>
    public PropertyAccess[] Reads { get; private set; } = [];

    public void Complete(IReadOnlyList<BodyMember> members, BodyMember? extension)
    {
        _members = members.ToDictionary(member => member.Name, StringComparer.Ordinal);
        _similar = new Dictionary<string, BodyMember>(StringComparer.OrdinalIgnoreCase);
        Extension = extension;
        foreach (var member in members)
        {
            _similar.TryAdd(member.Name, member);
        }

        // Neither a name that differs in case nor that of C# may slip into what takes unknown members.
        foreach (var member in members.Where(member => member.Write is not null))
        {
            _similar.TryAdd(member.Member, member);
        }
    }

    public BodyMember? Find(ReadOnlySpan<char> name) =>
        _members.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var exact) ? exact
        : _similar.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var similar) ? similar
        : Extension;

    /// <summary>Adds the type, and those below it.</summary>
    public void AddTypes(HashSet<Type> types)
    {
        if (types.Add(type))
        {
            foreach (var node in Below())
            {
                node.AddTypes(types);
            }
        }
    }

    /// <summary>Takes over what its parts ask for.</summary>
    /// <returns>Whether that was anything new.</returns>
    public bool Gather()
    {
        var members = Members().ToArray();
        var below = Below().ToArray();
        PropertyAccess[] writes = [.. members.Select(member => member.Write).OfType<PropertyAccess>().Concat(below.SelectMany(node => node.Writes)).Concat(Writes).Distinct()];
        PropertyAccess[] reads = [.. members.Select(member => member.Read).OfType<PropertyAccess>().Concat(below.SelectMany(node => node.Reads)).Concat(Reads).Distinct()];
        var isNew = writes.Length > Writes.Length || reads.Length > Reads.Length;
        Writes = writes;
        Reads = reads;
        return isNew;
    }

    public IEnumerable<BodyMember> Members() => Extension is null ? _members.Values : _members.Values.Append(Extension);

    private IEnumerable<BodyNode> Below() => Items.Concat(Members().SelectMany(member => member.Values)).Concat(Union?.All ?? []);
}
