namespace ApiSecurity.Pipeline;

/// <summary>A bare item of a structured field (RFC 9651 section 3.3).</summary>
/// <param name="Type">Which of the values below counts.</param>
/// <param name="Integer">An integer; the seconds of a date; 1 for true.</param>
/// <param name="Decimal">A decimal.</param>
/// <param name="Text">A string, token or display string.</param>
/// <param name="Bytes">A byte sequence.</param>
internal readonly record struct BareItem(StructuredFieldType Type, long Integer = 0, decimal Decimal = 0, string? Text = null, byte[]? Bytes = null)
{
    public static readonly BareItem True = new(StructuredFieldType.Boolean, 1);

    public static BareItem OfInteger(long value) => new(StructuredFieldType.Integer, value);

    public static BareItem OfString(string value) => new(StructuredFieldType.String, Text: value);

    public static BareItem OfBytes(byte[] value) => new(StructuredFieldType.ByteSequence, Bytes: value);

    public bool IsTrue => Type == StructuredFieldType.Boolean && Integer == 1;
}
