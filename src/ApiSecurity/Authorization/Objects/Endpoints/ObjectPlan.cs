using System.Text.Json.Serialization.Metadata;

namespace ApiSecurity.Authorization;

/// <summary>All that an endpoint says of objects, compiled once.</summary>
/// <param name="Demands">The objects that it takes, or lets nobody pass without, in the order of the route.</param>
/// <param name="Parameters">References in its parameters.</param>
/// <param name="Body">The type that a minimal endpoint binds JSON to, if there are references in it.</param>
/// <param name="Arguments">The arguments of an action with references in them.</param>
internal sealed record ObjectPlan(
    IReadOnlyList<ObjectDemand> Demands,
    IReadOnlyList<ReferenceParameter> Parameters,
    JsonTypeInfo? Body,
    IReadOnlyList<string> Arguments)
{
    /// <summary>Who asks for references, by the type of the object.</summary>
    public IReadOnlyDictionary<Type, ObjectLoader> Loaders { get; init; } = new Dictionary<Type, ObjectLoader>();

    /// <summary>What stops the start, beside what the demands say.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>Those that hold for the request, before anything is bound.</summary>
    public IReadOnlyList<ObjectDemand> Attributes { get; } = [.. Demands.Where(demand => demand is { IsParameter: false, Arguments: null })];

    /// <summary>Those that hold for what was bound to an action's parameters.</summary>
    public IReadOnlyList<ObjectDemand> ByArgument { get; } = [.. Demands.Where(demand => demand.Arguments is not null)];

    /// <summary>Whether anything is to be done before the endpoint runs.</summary>
    public bool IsEmpty => Parameters.Count == 0 && Body is null && Attributes.Count == 0;

    /// <exception cref="InvalidOperationException">The endpoint knows nothing of the parameter, so nothing would hold a refused one back.</exception>
    public ObjectDemand Find(Type type, string? name)
    {
        foreach (var demand in Demands)
        {
            if (demand.IsParameter && demand.Object == type && demand.Name == name && demand.Place != ObjectPlace.None)
            {
                return demand;
            }
        }

        throw NotMapped(type, name);
    }

    public static InvalidOperationException NotMapped(Type type, string? name) =>
        new($"The Authorized<{type.Name}> parameter {name} belongs to no endpoint that was made by MapGet, MapPost, … or MapControllers.");
}
