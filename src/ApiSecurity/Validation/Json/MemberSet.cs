namespace ApiSecurity.Validation;

/// <summary>Which members of a type an object has shown: bits, on the stack for types of the usual size.</summary>
internal struct MemberSet(int size)
{
    private readonly ulong[]? _more = size > 64 ? new ulong[(size + 63) / 64] : null;
    private ulong _bits;

    public bool Add(int index)
    {
        ref var bits = ref _bits;
        if (_more is not null)
        {
            bits = ref _more[index / 64];
        }

        var bit = 1UL << (index % 64);
        var isNew = (bits & bit) == 0;
        bits |= bit;
        return isNew;
    }

    public readonly bool Has(int index) => ((_more is null ? _bits : _more[index / 64]) & (1UL << (index % 64))) != 0;
}
