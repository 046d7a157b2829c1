using System.Reflection;
using ApiSecurity.Authorization;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Posture;

/// <summary>Types of which the application keeps objects: those with an object policy, and those of the sets of a database context that a handler or a policy takes.</summary>
internal sealed class Entities
{
    private readonly HashSet<Type> _types = [];
    private readonly HashSet<Type> _contexts = [];

    public Entities(IEnumerable<ObjectPolicyRegistration> policies, IEnumerable<Endpoint> endpoints)
    {
        foreach (var policy in policies)
        {
            _types.Add(policy.Object);
            AddSets(policy.Policy.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.ParameterType));
        }

        AddSets(endpoints.SelectMany(ParameterReader.TypesOf));
    }

    /// <returns>The entity that the type is, or is a list of; <see langword="null"/> for none.</returns>
    public Type? Find(Type type) => _types.Contains(type) ? type
        : type.IsArray ? Find(type.GetElementType()!)
        : type.IsGenericType && typeof(System.Collections.IEnumerable).IsAssignableFrom(type) || IsAsyncList(type) ? type.GetGenericArguments().Select(Find).OfType<Type>().FirstOrDefault()
        : null;

    private void AddSets(IEnumerable<Type> types)
    {
        foreach (var context in types.Where(IsContext).Where(_contexts.Add))
        {
            _types.UnionWith(context.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.PropertyType).Where(IsSet).Select(set => set.GetGenericArguments()[0]));
        }
    }

    private static bool IsAsyncList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>);

    // Entity Framework is a package that this one does not reference.
    private static bool IsContext(Type type) => type.BaseType is { } parent && (parent.FullName == "Microsoft.EntityFrameworkCore.DbContext" || IsContext(parent));

    private static bool IsSet(Type type) => type.IsGenericType && type.GetGenericTypeDefinition().FullName == "Microsoft.EntityFrameworkCore.DbSet`1";
}
