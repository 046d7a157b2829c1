namespace ApiSecurity.Authorization;

/// <summary>
/// Which rules have let a caller in: a bit each. Only rules whose outcome hangs on the caller's claims and on nothing else are kept, so that what was
/// true once stays true as long as the caller lasts.
/// </summary>
internal sealed class AccessMemory
{
    private readonly Lock _write = new();
    private ulong[] _bits = [];

    public bool WasAllowed(int rule)
    {
        var bits = Volatile.Read(ref _bits);
        var word = rule >> 6;
        return (uint)word < (uint)bits.Length && (Volatile.Read(ref bits[word]) & (1UL << (rule & 63))) != 0;
    }

    public void Allow(int rule)
    {
        lock (_write)
        {
            var word = rule >> 6;
            if (word >= _bits.Length)
            {
                var larger = new ulong[word + 1];
                _bits.CopyTo(larger, 0);
                Volatile.Write(ref _bits, larger);
            }

            Volatile.Write(ref _bits[word], _bits[word] | (1UL << (rule & 63)));
        }
    }
}
