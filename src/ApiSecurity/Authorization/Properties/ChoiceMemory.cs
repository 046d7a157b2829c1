namespace ApiSecurity.Authorization;

/// <summary>What a caller answered to each choice of permissions: two bits each, whether it was asked and whether it is met.</summary>
internal sealed class ChoiceMemory
{
    private const ulong Asked = 1;
    private const ulong Met = 2;

    private readonly Lock _write = new();
    private ulong[] _bits = new ulong[1];

    public bool? Find(int number)
    {
        var bits = Volatile.Read(ref _bits);
        var word = number >>> 5;
        if ((uint)word >= (uint)bits.Length)
        {
            return null;
        }

        // Both bits are in one word and are written at once.
        var answer = Volatile.Read(ref bits[word]) >> ((number & 31) << 1);
        return (answer & Asked) == 0 ? null : (answer & Met) != 0;
    }

    public bool Keep(int number, bool isMet)
    {
        lock (_write)
        {
            var word = number >>> 5;
            if (word >= _bits.Length)
            {
                var larger = new ulong[word + 1];
                _bits.CopyTo(larger, 0);
                Volatile.Write(ref _bits, larger);
            }

            Volatile.Write(ref _bits[word], _bits[word] | ((isMet ? Asked | Met : Asked) << ((number & 31) << 1)));
        }

        return isMet;
    }
}
