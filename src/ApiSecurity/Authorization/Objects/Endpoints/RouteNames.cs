namespace ApiSecurity.Authorization;

/// <summary>Which route parameters hold an object's id, where nobody says it.</summary>
internal static class RouteNames
{
    public static string[] Split(string names) => names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <param name="route">The route's parameters.</param>
    /// <param name="name">The name of the parameter that takes the object.</param>
    /// <param name="type">The object's type.</param>
    /// <param name="parts">The names of the key's parts; one without a name for a key of one part.</param>
    /// <returns>The names; <see langword="null"/> if none can be told.</returns>
    public static string[]? Find(string[] route, string name, Type type, IReadOnlyList<string?> parts)
    {
        if (parts.Count > 1)
        {
            string?[] found = [.. parts.Select(part => Match(part! + "Id") ?? Match(part!))];
            return found.Contains(null) ? null : (string[])found!;
        }

        return (Match(name + "Id") ?? Match(name) ?? Match(type.Name + "Id") ?? Match(type.Name) ?? Match("id") ?? (route.Length == 1 ? route[0] : null)) is { } one ? [one] : null;

        string? Match(string wanted) => route.FirstOrDefault(part => string.Equals(part, wanted, StringComparison.OrdinalIgnoreCase));
    }
}
