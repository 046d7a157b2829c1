using System.Globalization;
using System.Reflection;

namespace ApiSecurity.Authorization;

/// <summary>
/// Reads a key from the texts of a request: a text, the type's own <c>TryParse</c> (by the rules of minimal APIs), or a constructor whose
/// parameters can be read so, each from a text of its own.
/// </summary>
internal static class ObjectKey<TKey>
    where TKey : notnull
{
    private static readonly Func<IReadOnlyList<string>, object?>? Reader = ObjectKey.MakeReader(typeof(TKey));

    /// <summary>The value as a key.</summary>
    /// <exception cref="ArgumentException">It has another type.</exception>
    public static TKey Of(object id, Type policy) => id is TKey key
        ? key
        : throw new ArgumentException($"{policy.Name} has ids of the type {typeof(TKey).Name}, not {id.GetType().Name}.", nameof(id));

    /// <param name="type">The type of the object.</param>
    /// <param name="value">A key, its text, the texts of its parts, or an opaque id.</param>
    public static object? Read(Type type, object value) => value switch
    {
        IOpaqueId opaque when opaque.Object != type || opaque.Kept is null => null,
        IOpaqueId opaque and not TKey => Read(opaque.Kept!),
        _ => Read(value) is { } key and not IOpaqueId { Kept: null } ? key : null,
    };

    private static object? Read(object value)
    {
        var read = Reader ?? throw new InvalidOperationException(ObjectKey.Unreadable(typeof(TKey)));
        return value switch
        {
            TKey key when key is not string => key,
            string text => read([text]),
            IReadOnlyList<string> texts => read(texts),
            // A number for a strongly typed id, an int for a long: by what it looks like as a text.
            IFormattable other => read([other.ToString(null, CultureInfo.InvariantCulture)]),
            _ => value.ToString() is { } text ? read([text]) : null,
        };
    }
}

internal static class ObjectKey
{
    private const BindingFlags PublicStatic = BindingFlags.Public | BindingFlags.Static;

    public static bool CanRead(Type key) => CanReadPart(key) || Constructor(key) is not null;

    /// <summary>How the key's parts are called; a key of one part has one without a name.</summary>
    public static IReadOnlyList<string?> PartsOf(Type key) =>
        CanReadPart(key) || Constructor(key) is not { } constructor || constructor.GetParameters() is not { Length: > 1 } parts ? [null] : [.. parts.Select(part => part.Name)];

    public static string Unreadable(Type key) =>
        $"{key.Name} can't be read from a route value. Give it a method public static bool TryParse(string, IFormatProvider, out {key.Name}), or one public constructor with parameters that can be read.";

    /// <summary>Reads a key from the texts of its parts. A type that throws at what it does not take says the same as one that tells.</summary>
    public static Func<IReadOnlyList<string>, object?>? MakeReader(Type key) => MakeStrictReader(key) is not { } read ? null : texts =>
    {
        try
        {
            return read(texts);
        }
#pragma warning disable CA1031 // Code of the application's, which may throw what it likes.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    };

    private static Func<IReadOnlyList<string>, object?>? MakeStrictReader(Type key)
    {
        if (PartReader(key) is { } whole)
        {
            return texts => texts.Count == 1 ? whole(texts[0]) : null;
        }

        if (Constructor(key) is not { } constructor)
        {
            return null;
        }

        Func<string, object?>[] parts = [.. constructor.GetParameters().Select(part => PartReader(part.ParameterType)!)];
        return texts =>
        {
            if (texts.Count != parts.Length)
            {
                return null;
            }

            var values = new object?[parts.Length];
            for (var index = 0; index < parts.Length; index++)
            {
                if ((values[index] = parts[index](texts[index])) is null)
                {
                    return null;
                }
            }

            return constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, values, null);
        };
    }

    private static ConstructorInfo? Constructor(Type key)
    {
        // A struct's constructor without parameters is not listed; a record's copy constructor is not public.
        var constructors = key.GetConstructors();
        return constructors is [var only] && only.GetParameters() is { Length: > 0 } parts && parts.All(part => CanReadPart(part.ParameterType)) ? only : null;
    }

    private static bool CanReadPart(Type part) => part == typeof(string) || FindTryParse(part) is not null;

    private static Func<string, object?>? PartReader(Type part)
    {
        if (part == typeof(string))
        {
            return static text => text.Length == 0 ? null : text;
        }

        if (!part.IsByRefLike && part.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IParsable<>) && face.GetGenericArguments()[0] == part))
        {
            return typeof(ObjectKey).GetMethod(nameof(Parse), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(part).CreateDelegate<Func<string, object?>>();
        }

        return FindTryParse(part) is not { } method ? null : method.GetParameters().Length == 3
            ? text => Invoke(method, text, CultureInfo.InvariantCulture)
            : text => Invoke(method, text);
    }

    private static object? Parse<TPart>(string text)
        where TPart : IParsable<TPart> =>
        TPart.TryParse(text, CultureInfo.InvariantCulture, out var part) ? part : null;

    private static object? Invoke(MethodInfo method, params object?[] arguments)
    {
        object?[] all = [.. arguments, null];
        return method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, all, null) is true ? all[^1] : null;
    }

    private static MethodInfo? FindTryParse(Type part)
    {
        var result = part.MakeByRefType();
        return part.GetMethod("TryParse", PublicStatic, [typeof(string), typeof(IFormatProvider), result])
            ?? part.GetMethod("TryParse", PublicStatic, [typeof(string), result]);
    }
}
