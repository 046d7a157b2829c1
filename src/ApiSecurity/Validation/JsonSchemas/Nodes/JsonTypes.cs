namespace ApiSecurity.Validation;

/// <summary>Sets of types. The bits up to <see cref="Name"/> have the places that <see cref="TokenKind"/> gives them.</summary>
[Flags]
internal enum JsonTypes
{
    None = 0,
    Null = 1 << TokenKind.Null,
    Boolean = (1 << TokenKind.False) | (1 << TokenKind.True),
    Number = 1 << TokenKind.Number,

    /// <summary>A member's name is looked at as a text (<c>propertyNames</c>).</summary>
    Text = (1 << TokenKind.Text) | Name,
    Array = 1 << TokenKind.Array,
    Object = 1 << TokenKind.Object,
    Name = 1 << TokenKind.Name,
    All = (1 << (TokenKind.Name + 1)) - 1,

    /// <summary>Of the numbers, the whole ones: from draft 6 on 1.0 is one.</summary>
    Whole = 1 << (TokenKind.Name + 1),

    /// <summary>Of the numbers, those that are written as whole ones: draft 4.</summary>
    WrittenWhole = 1 << (TokenKind.Name + 2),
}
