using ApiSecurity;
using ApiSecurity.Authorization;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds property rules.</summary>
public static class PropertyRulesApiSecurityBuilderExtensions
{
    /// <summary>Says in code who may read and write the members of a type. Rules that were said before, and those of attributes, go on: all must hold.</summary>
    /// <typeparam name="T">The type; also those that derive from it or implement it.</typeparam>
    /// <param name="builder">What <c>AddApiSecurity</c> returned.</param>
    /// <param name="rules">Says the rules.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ApiSecurityBuilder AddPropertyRules<T>(this ApiSecurityBuilder builder, Action<PropertyRulesBuilder<T>> rules)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(rules);
        var said = new PropertyRulesBuilder<T>();
        rules(said);
        foreach (var rule in said.Build())
        {
            builder.Services.AddSingleton(rule);
        }

        return builder;
    }
}
