using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authorization;

/// <summary>
/// An id that clients see as a text which tells nothing, can't be made up, and stands for objects of one type only. In routes, queries, headers and JSON (also as a
/// dictionary's key) it is the text; in code it is <see cref="Value"/>.
/// </summary>
/// <remarks>
/// A text that is no id of the type's objects (made up, another type's, of a key that was removed) is bound as an id without a value, which is the id of nothing: its <see cref="Value"/> answers
/// the request with 404, as an id would that there is no object for.
/// </remarks>
/// <typeparam name="T">The type of the objects, of which <c>AddOpaqueIds</c> knows.</typeparam>
/// <typeparam name="TKey">What the id is inside: <see cref="int"/>, <see cref="long"/>, <see cref="Guid"/> or <see cref="string"/>.</typeparam>
#pragma warning disable CA1000 // The framework reads what implements ISpanParsable by its static methods.
[JsonConverter(typeof(OpaqueIdJsonConverterFactory))]
public readonly struct OpaqueId<T, TKey> : IEquatable<OpaqueId<T, TKey>>, ISpanParsable<OpaqueId<T, TKey>>, IOpaqueId
    where T : class
    where TKey : notnull
{
    private readonly TKey? _value;

    /// <summary>Makes the id of an object.</summary>
    /// <param name="value">The id that is kept.</param>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is <see langword="null"/>.</exception>
    public OpaqueId(TKey value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
        HasValue = true;
    }

    /// <summary>Gets whether there is an id: not for a text that is none, and not for <see langword="default"/>.</summary>
    public bool HasValue { get; }

    /// <summary>Gets the id that is kept.</summary>
    /// <exception cref="BadHttpRequestException">There is none. Where nobody catches it, the answer is 404.</exception>
    public TKey Value => HasValue ? _value! : throw new BadHttpRequestException("An id is none of the type's objects.", StatusCodes.Status404NotFound);

    Type IOpaqueId.Object => typeof(T);

    object? IOpaqueId.Kept => HasValue ? _value : null;

    /// <summary>Makes the id of an object.</summary>
    /// <param name="value">The id that is kept.</param>
    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructor.")]
    public static implicit operator OpaqueId<T, TKey>(TKey value) => new(value);

    /// <summary>Whether two ids are the same.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(OpaqueId<T, TKey> left, OpaqueId<T, TKey> right) => left.Equals(right);

    /// <summary>Whether two ids differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(OpaqueId<T, TKey> left, OpaqueId<T, TKey> right) => !left.Equals(right);

    /// <summary>Reads a text; one that is no id gives an id without a value.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <returns>The id.</returns>
    public static OpaqueId<T, TKey> Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Read(s);
    }

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static OpaqueId<T, TKey> Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Read(s);

    /// <summary>Reads a text; one that is no id gives an id without a value, so that binding goes on and the answer is 404 like that of an id that there is nothing for.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">The id; see <see cref="HasValue"/>.</param>
    /// <returns>Whether there is a text.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out OpaqueId<T, TKey> result) => TryParse(s.AsSpan(), provider, out result) && s is not null;

    /// <inheritdoc cref="TryParse(string?, IFormatProvider?, out OpaqueId{T, TKey})"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out OpaqueId<T, TKey> result)
    {
        result = s.IsEmpty ? default : Read(s);
        return !s.IsEmpty;
    }

    /// <summary>The text that clients see; empty for an id without a value.</summary>
    /// <returns>The text.</returns>
    /// <exception cref="InvalidOperationException">The type has no opaque ids.</exception>
    public override string ToString() => HasValue ? OpaqueIdCodec.Current.Encode(typeof(T), _value!) : string.Empty;

    /// <inheritdoc/>
    public bool Equals(OpaqueId<T, TKey> other) => HasValue == other.HasValue && EqualityComparer<TKey>.Default.Equals(_value, other._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is OpaqueId<T, TKey> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HasValue ? _value!.GetHashCode() : 0;

    private static OpaqueId<T, TKey> Read(ReadOnlySpan<char> text) => OpaqueIdCodec.Current.TryDecode<TKey>(typeof(T), text, out var value) ? new(value!) : default;
}
