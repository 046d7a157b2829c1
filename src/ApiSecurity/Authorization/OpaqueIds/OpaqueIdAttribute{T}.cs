using System.Text.Json.Serialization;

namespace ApiSecurity.Authorization;

/// <summary>
/// A member of a DTO is an id of an object, kept as a number, a GUID or a text, and written and read as an opaque one:
/// <c>[OpaqueId&lt;Order&gt;] public int OrderId { get; set; }</c>. A text that is none is JSON that can't be read.
/// </summary>
/// <remarks>Source-generated contexts don't take attributes like this one: with them, use <see cref="OpaqueId{T, TKey}"/>.</remarks>
/// <typeparam name="T">The type of the objects, of which <c>AddOpaqueIds</c> knows.</typeparam>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class OpaqueIdAttribute<T> : JsonConverterAttribute
    where T : class
{
    /// <summary>Makes the converter.</summary>
    /// <param name="typeToConvert">The member's type: <see cref="int"/>, <see cref="long"/>, <see cref="Guid"/>, nullable ones, <see cref="string"/>.</param>
    /// <returns>The converter.</returns>
    /// <exception cref="InvalidOperationException">The member has another type.</exception>
    public override JsonConverter? CreateConverter(Type typeToConvert)
    {
        ArgumentNullException.ThrowIfNull(typeToConvert);
        var kept = Nullable.GetUnderlyingType(typeToConvert) ?? typeToConvert;
        return OpaqueIdBytes.CanBe(kept)
            ? (JsonConverter)Activator.CreateInstance(
                (kept == typeToConvert ? typeof(OpaqueMemberConverter<>) : typeof(OpaqueNullableMemberConverter<>)).MakeGenericType(kept), typeof(T))!
            : throw new InvalidOperationException(OpaqueIdBytes.Unknown(typeToConvert));
    }
}
