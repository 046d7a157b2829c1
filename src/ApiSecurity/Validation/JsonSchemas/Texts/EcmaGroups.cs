namespace ApiSecurity.Validation;

/// <summary>The groups of a pattern that references can mean, and whether there are any references: without, groups need not be kept.</summary>
internal sealed class EcmaGroups
{
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private int _count;

    public bool AreUsed { get; private set; }

    public static EcmaGroups In(string pattern)
    {
        var groups = new EcmaGroups();
        var isInClass = false;
        for (var index = 0; index < pattern.Length; index++)
        {
            switch (pattern[index])
            {
                case '\\' when index + 1 < pattern.Length:
                    index++;
                    groups.AreUsed |= !isInClass && pattern[index] is 'k' or (>= '1' and <= '9');
                    break;
                case '[':
                    isInClass = true;
                    break;
                case ']':
                    isInClass = false;
                    break;
                case '(' when !isInClass:
                    groups.Add(pattern.AsSpan(index + 1));
                    break;
            }
        }

        return groups;
    }

    /// <exception cref="FormatException">There is no such group.</exception>
    public int Find(int number) => number <= _count ? number : throw new FormatException("It refers to a group that it does not have.");

    /// <exception cref="FormatException">There is no such group.</exception>
    public int Find(string name) => _names.TryGetValue(name, out var number) ? number : throw new FormatException("It refers to a group that it does not have.");

    private void Add(ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty || rest[0] != '?')
        {
            _count++;
        }
        else if (rest.StartsWith("?<") && rest.Length > 2 && rest[2] is not ('=' or '!'))
        {
            _count++;
            var end = rest.IndexOf('>');
            if (end > 0 && !_names.TryAdd(rest[2..end].ToString(), _count))
            {
                throw new FormatException("Two groups have the same name.");
            }
        }
    }
}
