namespace ApiSecurity.Validation;

/// <summary>Bits by frames: which members or items of a value were looked at, which names an object has.</summary>
internal sealed class BitStack
{
    private const int WordBits = 64;
    private const int Kept = 4 * 1024;

    private ulong[] _words = new ulong[16];
    private int _used;

    public static int WordsFor(int bits) => (bits + WordBits - 1) / WordBits;

    /// <summary>Opens a frame of zeros.</summary>
    public int Push(int words)
    {
        Reserve(words);
        var frame = _used;
        _used += words;
        _words.AsSpan(frame, words).Clear();
        return frame;
    }

    /// <summary>Opens a frame with what another one has.</summary>
    public int PushCopy(int other, int words)
    {
        Reserve(words);
        _words.AsSpan(other, words).CopyTo(_words.AsSpan(_used));
        _used += words;
        return _used - words;
    }

    /// <summary>Closes a frame and all that were opened after it.</summary>
    public void Pop(int frame) => _used = frame;

    public bool Has(int frame, int bit) => (_words[frame + (bit / WordBits)] & (1UL << (bit % WordBits))) != 0;

    public void Set(int frame, int bit) => _words[frame + (bit / WordBits)] |= 1UL << (bit % WordBits);

    public void SetAll(int frame, int words) => _words.AsSpan(frame, words).Fill(ulong.MaxValue);

    /// <summary>Adds the bits of one frame to another.</summary>
    public void Merge(int from, int into, int words)
    {
        for (var word = 0; word < words; word++)
        {
            _words[into + word] |= _words[from + word];
        }
    }

    public void Restore(int copy, int frame, int words) => _words.AsSpan(copy, words).CopyTo(_words.AsSpan(frame));

    public void Trim()
    {
        _used = 0;
        if (_words.Length > Kept)
        {
            _words = new ulong[16];
        }
    }

    private void Reserve(int words)
    {
        if (_used + words > _words.Length)
        {
            Array.Resize(ref _words, Math.Max(_words.Length * 2, _used + words));
        }
    }
}
