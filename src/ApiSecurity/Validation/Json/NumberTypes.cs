using System.Globalization;
using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>The numeric CLR types, by the reader's own parsers, so that check and binding can't differ.</summary>
internal static class NumberTypes
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;
    private const NumberStyles Real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public static bool Fits(ref Utf8JsonReader reader, TypeCode type) => type switch
    {
        TypeCode.Byte => reader.TryGetByte(out _),
        TypeCode.SByte => reader.TryGetSByte(out _),
        TypeCode.Int16 => reader.TryGetInt16(out _),
        TypeCode.UInt16 => reader.TryGetUInt16(out _),
        TypeCode.Int32 => reader.TryGetInt32(out _),
        TypeCode.UInt32 => reader.TryGetUInt32(out _),
        TypeCode.Int64 => reader.TryGetInt64(out _),
        TypeCode.UInt64 => reader.TryGetUInt64(out _),
        TypeCode.Single => reader.TryGetSingle(out var value) && float.IsFinite(value),
        TypeCode.Double => reader.TryGetDouble(out var value) && double.IsFinite(value),
        _ => reader.TryGetDecimal(out _),
    };

    public static object? Read(ref Utf8JsonReader reader, TypeCode type) => !Fits(ref reader, type) ? null : type switch
    {
        TypeCode.Byte => reader.GetByte(),
        TypeCode.SByte => reader.GetSByte(),
        TypeCode.Int16 => reader.GetInt16(),
        TypeCode.UInt16 => reader.GetUInt16(),
        TypeCode.Int32 => reader.GetInt32(),
        TypeCode.UInt32 => reader.GetUInt32(),
        TypeCode.Int64 => reader.GetInt64(),
        TypeCode.UInt64 => reader.GetUInt64(),
        TypeCode.Single => reader.GetSingle(),
        TypeCode.Double => reader.GetDouble(),
        _ => (object)reader.GetDecimal(),
    };

    public static object? Parse(string text, TypeCode type)
    {
        var culture = CultureInfo.InvariantCulture;
        return type switch
        {
            TypeCode.Byte => byte.TryParse(text, Whole, culture, out var value) ? value : null,
            TypeCode.SByte => sbyte.TryParse(text, Whole, culture, out var value) ? value : null,
            TypeCode.Int16 => short.TryParse(text, Whole, culture, out var value) ? value : null,
            TypeCode.UInt16 => ushort.TryParse(text, Whole, culture, out var value) ? value : null,
            TypeCode.Int32 => int.TryParse(text, Whole, culture, out var value) ? value : null,
            TypeCode.UInt32 => uint.TryParse(text, Whole, culture, out var value) ? value : null,
            TypeCode.Int64 => long.TryParse(text, Whole, culture, out var value) ? value : null,
            TypeCode.UInt64 => ulong.TryParse(text, Whole, culture, out var value) ? value : null,
            TypeCode.Single => float.TryParse(text, Real, culture, out var value) && float.IsFinite(value) ? value : null,
            TypeCode.Double => double.TryParse(text, Real, culture, out var value) && double.IsFinite(value) ? value : null,
            _ => decimal.TryParse(text, Real, culture, out var value) ? value : null,
        };
    }

    public static string Detail(TypeCode type) => type switch
    {
        TypeCode.Byte => Between(byte.MinValue, byte.MaxValue),
        TypeCode.SByte => Between(sbyte.MinValue, sbyte.MaxValue),
        TypeCode.Int16 => Between(short.MinValue, short.MaxValue),
        TypeCode.UInt16 => Between(ushort.MinValue, ushort.MaxValue),
        TypeCode.Int32 => Between(int.MinValue, int.MaxValue),
        TypeCode.UInt32 => Between(uint.MinValue, uint.MaxValue),
        TypeCode.Int64 => Between(long.MinValue, long.MaxValue),
        TypeCode.UInt64 => Between(ulong.MinValue, ulong.MaxValue),
        _ => Details.Number,
    };

    private static string Between(Int128 minimum, Int128 maximum) =>
        string.Create(CultureInfo.InvariantCulture, $"The value must be a whole number from {minimum} to {maximum}.");
}
