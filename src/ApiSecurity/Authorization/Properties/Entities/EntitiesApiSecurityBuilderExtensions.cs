using ApiSecurity;
using ApiSecurity.Authorization;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Says which types are entities.</summary>
public static class EntitiesApiSecurityBuilderExtensions
{
    /// <summary>
    /// Says that types are entities, of which the application keeps objects: no body is bound to them or to what derives from them. Types with an object policy, and those of the
    /// sets of a registered <c>DbContext</c>, are known without.
    /// </summary>
    /// <param name="builder">What <c>AddApiSecurity</c> returned.</param>
    /// <param name="types">The types; a base type or an interface stands for all below it.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException">A type stands for everything: <see cref="object"/>.</exception>
    public static ApiSecurityBuilder AddEntities(this ApiSecurityBuilder builder, params Type[] types)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(types);
        foreach (var type in types)
        {
            ArgumentNullException.ThrowIfNull(type, nameof(types));
            if (type == typeof(object))
            {
                throw new ArgumentException("Every type is an object. Name the types that are entities, or what they derive from.", nameof(types));
            }

            builder.Services.AddSingleton(new EntityRegistration(type));
        }

        return builder;
    }
}
