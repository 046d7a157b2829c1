using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace ApiSecurity.Pipeline;

/// <summary>
/// Holds a configuration section against the type that it binds to. The binder by itself ignores keys that it does not know, and a
/// misspelt key must not leave a protection silently at its default.
/// </summary>
internal static class ConfigurationShape
{
    /// <returns>The keys, relative to the section, whose values the binder could not convert.</returns>
    public static IReadOnlyList<string> Check(IConfigurationSection section, Type type, ConfigurationErrors errors)
    {
        var unusable = new List<string>();
        CheckObject(section, type, errors, string.Empty, unusable);
        return unusable;
    }

    private static void CheckObject(IConfigurationSection section, Type type, ConfigurationErrors errors, string path, List<string> unusable)
    {
        var properties = BindableProperties(type);
        foreach (var child in section.GetChildren())
        {
            var property = properties.FirstOrDefault(candidate => string.Equals(candidate.Name, child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                errors.Add(child.Key, "is not a key that ApiSecurity knows", Suggest(child.Key, properties));
            }
            else
            {
                CheckValue(child, property.PropertyType, errors, path, unusable);
            }
        }
    }

    private static void CheckValue(IConfigurationSection section, Type type, ConfigurationErrors errors, string parent, List<string> unusable)
    {
        var path = parent.Length == 0 ? section.Key : $"{parent}:{section.Key}";
        var below = errors.Below(section.Key);
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (IsSimple(type))
        {
            CheckSimple(section, type, errors, path, unusable);
        }
        else if (DictionaryValueType(type) is { } valueType)
        {
            foreach (var item in section.GetChildren())
            {
                CheckValue(item, valueType, below, path, unusable);
            }
        }
        else if (ElementType(type) is { } elementType)
        {
            if (!string.IsNullOrEmpty(section.Value))
            {
                errors.Add(section.Key, "is a single value, but a list is expected", "Write it as an array: [ \"…\" ].");
            }

            foreach (var item in section.GetChildren())
            {
                CheckValue(item, elementType, below, path, unusable);
            }
        }
        else if (!string.IsNullOrEmpty(section.Value))
        {
            errors.Add(section.Key, "is a single value, but an object is expected", "Write it as { … } with the keys that the documentation lists.");
        }
        else
        {
            CheckObject(section, type, below, path, unusable);
        }
    }

    private static void CheckSimple(IConfigurationSection section, Type type, ConfigurationErrors errors, string path, List<string> unusable)
    {
        if (section.Value is null)
        {
            if (section.GetChildren().Any())
            {
                errors.Add(section.Key, "is an object or a list, but a single value is expected", $"Write {Example(type)}.");
                unusable.Add(path);
            }

            return;
        }

        if (!CanConvert(section.Value, type))
        {
            // The value is not repeated: a secret may have been put under the wrong key.
            errors.Add(section.Key, "has a value that can't be used", $"Write {Example(type)}.");
            unusable.Add(path);
        }
    }

    private static bool CanConvert(string value, Type type)
    {
        if (type == typeof(string))
        {
            return true;
        }

        if (type.IsEnum)
        {
            // Enum.Parse would take any number, also one without a name.
            return Enum.GetNames(type).Contains(value, StringComparer.OrdinalIgnoreCase);
        }

        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value) is not null;
        }
#pragma warning disable CA1031 // Converters throw what they like, FormatException wrapped or not; any of them means no.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private static string Example(Type type) => type switch
    {
        { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(TimeSpan) => "a time as \"hh:mm:ss\" or \"d.hh:mm:ss\"",
        _ when type == typeof(string) => "a text",
        _ when type == typeof(Uri) => "a URL",
        _ when type == typeof(double) || type == typeof(decimal) => "a number",
        _ => string.Create(CultureInfo.InvariantCulture, $"a value that {type.Name} can hold"),
    };

    private static string Suggest(string key, IReadOnlyList<PropertyInfo> properties)
    {
        var known = properties.Select(property => property.Name).Order(StringComparer.Ordinal).ToArray();
        return NearestName.Suggest(key, known, $"Known here: {string.Join(", ", known)}.");
    }

    internal static IReadOnlyList<PropertyInfo> BindableProperties(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0
                && !typeof(Delegate).IsAssignableFrom(property.PropertyType)
                && (property.SetMethod is { IsPublic: true } || !IsSimple(property.PropertyType)))];

    private static bool IsSimple(Type type) =>
        type == typeof(string) || type.IsPrimitive || type.IsEnum || (!typeof(IEnumerable).IsAssignableFrom(type) && TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string)));

    private static Type? DictionaryValueType(Type type) => GenericArgument(type, typeof(IDictionary<,>), 1);

    private static Type? ElementType(Type type) => GenericArgument(type, typeof(IEnumerable<>), 0);

    private static Type? GenericArgument(Type type, Type definition, int index) =>
        type.GetInterfaces().Append(type)
            .FirstOrDefault(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == definition)?
            .GetGenericArguments()[index];
}
