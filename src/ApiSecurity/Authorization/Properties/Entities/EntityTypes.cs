using System.Reflection;

namespace ApiSecurity.Authorization;

/// <summary>
/// The types of which the application keeps objects: those with an object policy, those of the sets of a database context of Entity Framework Core that is registered, and those
/// that it says are.
/// </summary>
internal sealed class EntityTypes
{
    // Entity Framework Core is a package that this one does not reference.
    private const string Context = "Microsoft.EntityFrameworkCore.DbContext";
    private const string Set = "Microsoft.EntityFrameworkCore.DbSet`1";

    private readonly HashSet<Type> _types;

    public EntityTypes(IEnumerable<ObjectPolicyRegistration> policies, IEnumerable<EntityRegistration> said, RegisteredServices registered) => _types =
    [
        .. policies.Select(policy => policy.Object),
        .. said.Select(one => one.Type),
        .. registered.Services.SelectMany(service => ContextsIn(service.ServiceType)).Distinct()
            .SelectMany(context => context.GetProperties(BindingFlags.Public | BindingFlags.Instance)).Select(property => property.PropertyType)
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition().FullName == Set).Select(set => set.GetGenericArguments()[0]),
    ];

    /// <returns>The entity that the type is or derives from; <see langword="null"/> if it is none.</returns>
    public Type? Find(Type type) => _types.Contains(type) ? type : _types.FirstOrDefault(entity => entity.IsAssignableFrom(type));

    /// <summary>The context itself, or that of a factory or of options.</summary>
    private static IEnumerable<Type> ContextsIn(Type service) =>
        IsContext(service) ? [service] : service.IsConstructedGenericType ? service.GetGenericArguments().Where(IsContext) : [];

    private static bool IsContext(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.FullName == Context)
            {
                return true;
            }
        }

        return false;
    }
}
