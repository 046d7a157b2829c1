using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authorization;

/// <summary>Ids in routes and queries that object policies ask for.</summary>
internal static class OpaqueIdRoutes
{
    /// <summary>The type that a policy's key is kept as, for itself or in a typed id; <see langword="null"/> if it can't be opaque.</summary>
    public static Type? KeptAs(Type key) => OpaqueIdBytes.CanBe(key) ? key
        : key.IsGenericType && key.GetGenericTypeDefinition() == typeof(OpaqueId<,>) ? key.GetGenericArguments()[1]
        : key.GetConstructors() is [var only] && only.GetParameters() is [var part] && OpaqueIdBytes.CanBe(part.ParameterType) ? part.ParameterType
        : null;

    /// <summary>What a demand's id stands for: the kept id, where the type's ids are opaque. What is bound from a body has been read already.</summary>
    /// <returns><see langword="null"/> if it is no id.</returns>
    public static object? Read(HttpContext context, ObjectDemand demand, object id) =>
        demand.Place == ObjectPlace.Body ? id : Read(context, demand.Object, id);

    /// <summary>What a text of the route or the query stands for.</summary>
    /// <returns>The kept id, or the text where the type's ids are not opaque; <see langword="null"/> if it is no id.</returns>
    public static object? Read(HttpContext context, Type type, object id)
    {
        if (context.RequestServices.GetService<OpaqueIdCodec>() is not { } codec || !codec.Has(type))
        {
            return id;
        }

        if (id is not string text || !context.RequestServices.GetRequiredService<ObjectPlans>().Policies.TryGetValue(type, out var policy))
        {
            return null;
        }

        // A key that is an opaque id reads the text by itself.
        return typeof(IOpaqueId).IsAssignableFrom(policy.Key) ? text
            : KeptAs(policy.Key) is { } kept ? codec.Decode(type, kept, text)
            : null;
    }
}
