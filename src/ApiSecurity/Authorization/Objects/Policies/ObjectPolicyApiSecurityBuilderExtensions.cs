using ApiSecurity;
using ApiSecurity.Authorization;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds object policies.</summary>
public static class ObjectPolicyApiSecurityBuilderExtensions
{
    /// <summary>Adds the policy of a type's objects; it is made once a request. Adding the same policy again changes nothing.</summary>
    /// <typeparam name="TPolicy">The policy, derived from <see cref="ObjectPolicy{T, TKey}"/> or <see cref="LoadedObjectPolicy{T, TKey}"/>.</typeparam>
    /// <param name="builder">What <c>AddApiSecurity</c> returned.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="InvalidOperationException">The type has another policy already.</exception>
    public static ApiSecurityBuilder AddObjectPolicy<TPolicy>(this ApiSecurityBuilder builder)
        where TPolicy : ObjectPolicy
    {
        ArgumentNullException.ThrowIfNull(builder);
        var added = ObjectPolicyRegistration.Of(typeof(TPolicy));
        var known = builder.Services.Select(service => service.ImplementationInstance).OfType<ObjectPolicyRegistration>().FirstOrDefault(other => other.Object == added.Object);
        if (known is not null)
        {
            return known.Policy == added.Policy ? builder : throw new InvalidOperationException(
                $"{added.Object.Name} has two object policies, {known.Policy.Name} and {added.Policy.Name}. Make them one: there is one answer to who may have an object.");
        }

        builder.Services.AddSingleton(added);
        builder.Services.AddScoped<TPolicy>();
        builder.Services.AddScoped(typeof(IObjectPolicy<>).MakeGenericType(added.Object), provider => provider.GetRequiredService<TPolicy>());
        return builder;
    }
}
