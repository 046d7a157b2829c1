using System.Reflection;

namespace ApiSecurity;

public sealed partial class ApiSecurityOptions
{
    private static readonly PropertyInfo[] FeatureProperties =
        [.. typeof(ApiSecurityOptions).GetProperties().Where(property => typeof(FeatureOptions).IsAssignableFrom(property.PropertyType))];

    /// <summary>What the binder could not make sense of.</summary>
    internal IReadOnlyList<string> BindingErrors { get; set; } = [];

    internal IEnumerable<(string Key, FeatureOptions Options)> Features() =>
        FeatureProperties.Select(property => (property.Name, (FeatureOptions)property.GetValue(this)!));
}
