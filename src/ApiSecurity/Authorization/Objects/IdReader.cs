using System.Globalization;
using System.Reflection;

namespace ApiSecurity.Authorization;

/// <summary>Reads a key from the text of a route value, by the rules of minimal APIs: a text, or the type's own <c>TryParse</c>.</summary>
internal static class IdReader<TKey>
    where TKey : notnull
{
    private static readonly Func<string, object?>? Reader = Make();

    public static object? Read(string text) => Reader is { } read
        ? read(text)
        : throw new InvalidOperationException(IdReader.Unreadable(typeof(TKey)));

    private static Func<string, object?>? Make()
    {
        if (typeof(TKey) == typeof(string))
        {
            return static text => text.Length == 0 ? null : text;
        }

        return IdReader.FindTryParse(typeof(TKey)) is not { } method ? null : method.GetParameters().Length == 3
            ? text => Invoke(method, text, CultureInfo.InvariantCulture)
            : text => Invoke(method, text);
    }

    private static object? Invoke(MethodInfo method, params object?[] arguments)
    {
        object?[] all = [.. arguments, null];
        return method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, all, null) is true ? all[^1] : null;
    }
}

internal static class IdReader
{
    public static bool CanRead(Type key) => key == typeof(string) || FindTryParse(key) is not null;

    public static string Unreadable(Type key) =>
        $"{key.Name} can't be read from a route value. Give it a method public static bool TryParse(string, IFormatProvider, out {key.Name}).";

    public static MethodInfo? FindTryParse(Type key)
    {
        const BindingFlags Public = BindingFlags.Public | BindingFlags.Static;
        var result = key.MakeByRefType();
        return key.GetMethod("TryParse", Public, [typeof(string), typeof(IFormatProvider), result])
            ?? key.GetMethod("TryParse", Public, [typeof(string), result]);
    }
}
