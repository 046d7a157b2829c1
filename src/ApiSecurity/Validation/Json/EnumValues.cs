using System.Globalization;

namespace ApiSecurity.Validation;

/// <summary>Which values an enum has. The serializer takes any number.</summary>
internal static class EnumValues
{
    /// <returns>Tells the values that are defined, or for flags are made of such; <see langword="null"/> for another type.</returns>
    public static Func<object, bool>? Of(Type type)
    {
        if (!type.IsEnum)
        {
            return null;
        }

        if (!type.IsDefined(typeof(FlagsAttribute), inherit: false))
        {
            return value => Enum.IsDefined(type, value);
        }

        var known = Enum.GetValuesAsUnderlyingType(type).Cast<object>().Aggregate(0UL, (bits, value) => bits | Bits(value));
        return value => (Bits(value) & ~known) == 0;
    }

    private static ulong Bits(object value) => Convert.GetTypeCode(value) == TypeCode.UInt64
        ? Convert.ToUInt64(value, CultureInfo.InvariantCulture)
        : unchecked((ulong)Convert.ToInt64(value, CultureInfo.InvariantCulture));
}
