namespace ApiSecurity.Validation;

/// <summary>The keys of one dictionary, for finding duplicates. Their hashes can't be foreseen, so nobody can choose keys that collide.</summary>
internal sealed class KeySet : IEqualityComparer<object>
{
    private HashSet<object>? _keys;

    public bool Add(object key) => (_keys ??= new HashSet<object>(this)).Add(key);

    bool IEqualityComparer<object>.Equals(object? x, object? y) => object.Equals(x, y);

    int IEqualityComparer<object>.GetHashCode(object key)
    {
        var hash = default(HashCode);
        switch (key)
        {
            case Guid id:
                Span<byte> bytes = stackalloc byte[16];
                id.TryWriteBytes(bytes);
                hash.AddBytes(bytes);
                break;
            case long number:
                AddBoth(ref hash, unchecked((ulong)number));
                break;
            case ulong number:
                AddBoth(ref hash, number);
                break;
            default:
                hash.Add(key.GetHashCode());
                break;
        }

        return hash.ToHashCode();
    }

    private static void AddBoth(ref HashCode hash, ulong number)
    {
        hash.Add((uint)number);
        hash.Add((uint)(number >> 32));
    }
}
