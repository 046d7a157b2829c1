namespace ApiSecurity.Validation;

/// <summary>What a token of a tape is. The values are bits' places in <see cref="JsonTypes"/>.</summary>
internal enum TokenKind
{
    Null,
    False,
    True,
    Number,
    Text,
    Array,
    Object,
    Name,
}
