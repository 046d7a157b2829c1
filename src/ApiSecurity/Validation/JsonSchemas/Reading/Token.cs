namespace ApiSecurity.Validation;

/// <summary>
/// One token of a JSON text that was read: 16 bytes. A container's is followed by those of what it holds; a member's name by its value.
/// </summary>
internal struct Token
{
    private const uint KindBits = 0xF;
    private const uint EscapedBit = 0x10;
    private const int NameShift = 8;

    /// <summary>The place of the first byte: of a text, behind the quote.</summary>
    public int Start;

    /// <summary>How many bytes; of a container, how many members or items.</summary>
    public int Length;

    /// <summary>Of a value, the token behind it and all that it holds; of a name, its hash.</summary>
    public int Link;

    private uint _bits;

    public readonly TokenKind Kind => (TokenKind)(_bits & KindBits);

    /// <summary>Whether a text or a name has escapes.</summary>
    public readonly bool IsEscaped => (_bits & EscapedBit) != 0;

    /// <summary>The name's number in the schema's <see cref="NameTable"/>, or -1.</summary>
    public readonly int NameId => (int)(_bits >> NameShift) - 1;

    public void Set(TokenKind kind, int start, int length, int link)
    {
        Start = start;
        Length = length;
        Link = link;
        _bits = (uint)kind;
    }

    public void SetText(TokenKind kind, int start, int length, int link, bool isEscaped, int nameId = -1)
    {
        Start = start;
        Length = length;
        Link = link;
        _bits = (uint)kind | (isEscaped ? EscapedBit : 0) | ((uint)(nameId + 1) << NameShift);
    }
}
