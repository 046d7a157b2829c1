using System.Buffers;

namespace ApiSecurity.Validation;

/// <summary>The memory of one validation, used again for the next: of a thread, so that nobody waits for it.</summary>
internal sealed class TapeBuffer
{
    /// <summary>What a thread keeps. What a large document needed goes back to the pool.</summary>
    private const int KeptTokens = 16 * 1024;
    private const int KeptBytes = 64 * 1024;
    private const int FirstTokens = 256;
    private const int FirstBytes = 256;

    [ThreadStatic]
    private static TapeBuffer? _free;

    public Token[] Tokens = new Token[FirstTokens];

    /// <summary>How many tokens there are.</summary>
    public int Count;

    /// <summary>Texts without their escapes.</summary>
    public byte[] Scratch = new byte[FirstBytes];

    /// <summary>A second such text, where two are compared.</summary>
    public byte[] OtherScratch = new byte[FirstBytes];

    /// <summary>Texts as patterns read them.</summary>
    public char[] Chars = new char[FirstBytes];

    public HashSlots Slots = new();

    public BitStack Bits = new();

    public JudgementTable Judgements = new();

    public ScopeStack Scopes = new();

    private bool _isPooled;

    public static TapeBuffer Rent()
    {
        var buffer = _free ?? new TapeBuffer();
        _free = null;
        return buffer;
    }

    public static void Return(TapeBuffer buffer)
    {
        buffer.Trim();
        _free = buffer;
    }

    /// <summary>Makes room for more tokens.</summary>
    public Token[] Grow()
    {
        var larger = ArrayPool<Token>.Shared.Rent(Tokens.Length * 2);
        Tokens.AsSpan().CopyTo(larger);
        if (_isPooled)
        {
            ArrayPool<Token>.Shared.Return(Tokens);
        }

        _isPooled = true;
        return Tokens = larger;
    }

    private void Trim()
    {
        if (Tokens.Length > KeptTokens)
        {
            ArrayPool<Token>.Shared.Return(Tokens);
            Tokens = new Token[FirstTokens];
            _isPooled = false;
        }

        Scratch = Scratch.Length > KeptBytes ? new byte[FirstBytes] : Scratch;
        OtherScratch = OtherScratch.Length > KeptBytes ? new byte[FirstBytes] : OtherScratch;
        Chars = Chars.Length > KeptBytes ? new char[FirstBytes] : Chars;
        Slots.Trim();
        Bits.Trim();
        Judgements.Clear();
        Scopes.Clear();
    }
}
