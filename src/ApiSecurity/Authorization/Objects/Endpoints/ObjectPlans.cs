using System.Collections.Concurrent;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using HttpJsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;
using MvcJsonOptions = Microsoft.AspNetCore.Mvc.JsonOptions;

namespace ApiSecurity.Authorization;

/// <summary>Reads what endpoints say of objects, once for each.</summary>
internal sealed class ObjectPlans
{
    private readonly EndpointCache<ObjectPlan> _plans;
    private readonly Dictionary<Type, ObjectPolicyRegistration> _policies;
    private readonly ReferencePlans _references;
    private readonly ConcurrentDictionary<Type, Array> _derived = new();

    public ObjectPlans(IEnumerable<ObjectPolicyRegistration> policies, IOptions<HttpJsonOptions> json, IOptions<MvcJsonOptions> mvc)
    {
        _plans = new EndpointCache<ObjectPlan>(Compile);
        _policies = policies.ToDictionary(policy => policy.Object);
        _references = new ReferencePlans(json.Value.SerializerOptions, mvc.Value.JsonSerializerOptions);
    }

    public IReadOnlyDictionary<Type, ObjectPolicyRegistration> Policies => _policies;

    /// <summary>The policies of types that derive from one, which have a say in its objects.</summary>
    public IReadOnlyList<DerivedRule<T>> DerivedRules<T>()
        where T : class => (DerivedRule<T>[])_derived.GetOrAdd(typeof(T), static (type, plans) => plans._policies.Keys
            .Where(derived => derived != type && type.IsAssignableFrom(derived))
            .Select(derived => (DerivedRule<T>)Activator.CreateInstance(typeof(DerivedRule<,>).MakeGenericType(type, derived))!).ToArray(), this);

    public ReferenceReader References => _references.Reader;

    public ObjectPlan Get(Endpoint endpoint) => _plans.Get(endpoint);

    private ObjectPlan Compile(Endpoint endpoint)
    {
        var route = (endpoint as RouteEndpoint)?.RoutePattern.Parameters.Select(part => part.Name).ToArray() ?? [];
        var handler = HandlerParameters.Of(endpoint);
        ObjectDemand[] demands =
        [
            .. AuthorizedParameter.Of(endpoint).Select(parameter => Demand(parameter, route)),
            .. endpoint.Metadata.GetOrderedMetadata<AuthorizeObjectAttribute>().Select(attribute => Demand(attribute, route, handler)),
        ];
        return _references.Compile(endpoint, handler, Relate([.. demands.OrderBy(demand => Position(demand, route))], route));
    }

    private ObjectDemand Demand(AuthorizedParameter parameter, string[] route)
    {
        var access = parameter.Access;
        var demand = new ObjectDemand(parameter.Name, ObjectLoader.For(parameter.Object), ObjectPlace.None, [], access?.Operation ?? default, IsParameter: true)
        {
            IsOptional = parameter.IsOptional,
            IsIndependent = access?.IsIndependent == true,
        };
        if (access?.BodyMember is { } member)
        {
            return demand with { Place = ObjectPlace.Body, Parts = [member] };
        }

        if (access?.QueryParameter is { } query)
        {
            return WithParts(demand, ObjectPlace.Query, query);
        }

        if (access?.RouteParameter is { } said)
        {
            return WithParts(demand, ObjectPlace.Route, said, route);
        }

        var parts = RouteNames.Find(route, parameter.Name, parameter.Object, PartsOf(parameter.Object));
        return parts is not null ? demand with { Place = ObjectPlace.Route, Parts = parts } : demand with
        {
            Error = $"no route parameter is its id. Call one {{id}} or {{{parameter.Name}Id}}, or write [ObjectAccess(RouteParameter = \"…\")] before the parameter.",
        };
    }

    private ObjectDemand Demand(AuthorizeObjectAttribute attribute, string[] route, HandlerParameters handler)
    {
        var arguments = handler.ArgumentsOf(RouteNames.Split(attribute.Parameter), out var mixed);
        var demand = new ObjectDemand(attribute.Parameter, ObjectLoader.For(attribute.Object), ObjectPlace.None, [], attribute.Operation, IsParameter: false)
        {
            IsOptional = attribute.IsOptional,
            Arguments = arguments,
            IsIndependent = attribute.IsIndependent,
        };
        var places = RouteNames.Split(attribute.Parameter).Select(name => handler.PlaceOf(name, route)).ToArray();
        return mixed is not null ? demand with { Error = mixed }
            : places.FirstOrDefault(place => place.Error is not null) is { Error: { } error } ? demand with { Error = error }
            : places.Select(place => place.Place).Distinct().Count() > 1 ? demand with { Error = "one part of the key is in the route and another in the query. Take both from one of them." }
            : WithParts(demand, places[0].Place, string.Join(',', places.Select(place => place.Name)), places[0].Place == ObjectPlace.Route ? route : null);
    }

    private ObjectDemand WithParts(ObjectDemand demand, ObjectPlace place, string names, string[]? route = null)
    {
        var parts = RouteNames.Split(names);
        var wanted = PartsOf(demand.Object).Count;
        var unknown = route is null ? null : parts.FirstOrDefault(part => !route.Contains(part, StringComparer.OrdinalIgnoreCase));
        return unknown is not null ? demand with { Error = $"the route has no parameter {{{unknown}}}, so no route parameter is its id." }
            : parts.Length != wanted ? demand with { Error = $"its key has {wanted} parts, and {parts.Length} are named. Name them all, in the order of the key's constructor." }
            : demand with { Place = place, Parts = parts };
    }

    private IReadOnlyList<string?> PartsOf(Type type) => _policies.TryGetValue(type, out var policy) ? ObjectKey.PartsOf(policy.Key) : [null];

    /// <summary>What stands in the route belongs to what stands before it, as far as its policy says so.</summary>
    private ObjectDemand[] Relate(ObjectDemand[] demands, string[] route)
    {
        var parents = new HashSet<int>();
        for (var index = 0; index < demands.Length; index++)
        {
            var child = demands[index];
            if (child.IsIndependent || child.Place != ObjectPlace.Route || !_policies.TryGetValue(child.Object, out var policy))
            {
                continue;
            }

            int[] above = [.. Enumerable.Range(0, index).Where(other => demands[other].Place == ObjectPlace.Route && Position(demands[other], route) < Position(child, route))];
            ObjectParent[] bonds =
            [
                .. from other in above
                   let bond = ObjectBond.Find(policy.Policy, child.Object, demands[other].Object)
                   where bond is not null
                   select new ObjectParent(demands[other], bond),
            ];
            parents.UnionWith(above.Where(other => bonds.Any(bond => ReferenceEquals(bond.Demand, demands[other]))));
            // What it belongs to may belong to the others. One in the middle that nothing leads to would be there for show.
            var bound = new HashSet<ObjectDemand>(bonds.SelectMany(bond => Above(bond.Demand)), ReferenceEqualityComparer.Instance);
            var foreign = above.Where(other => demands[other].Object != child.Object && !bound.Contains(demands[other])).Select(other => demands[other].Object).FirstOrDefault();
            demands[index] = foreign is not null
                ? child with
                {
                    Error = $"nothing says that it belongs to the {foreign.Name} before it in the route. Let {policy.Policy.Name} implement IBelongsTo<{child.Object.Name}, {foreign.Name}>, or say that it does not: IsIndependent = true.",
                }
                : child with { Parents = bonds };
        }

        return Operations(demands, parents);
    }

    private static IEnumerable<ObjectDemand> Above(ObjectDemand demand) => demand.Parents.SelectMany(parent => Above(parent.Demand)).Prepend(demand);

    /// <summary>To delete an order of a customer's is not to delete the customer.</summary>
    private static ObjectDemand[] Operations(ObjectDemand[] demands, HashSet<int> parents)
    {
        var reading = new Dictionary<ObjectDemand, ObjectDemand>(ReferenceEqualityComparer.Instance);
        for (var index = 0; index < demands.Length; index++)
        {
            var own = demands[index];
            var changed = own with
            {
                Operation = own.Operation == default && parents.Contains(index) ? Operation.Read : own.Operation,
                Parents = [.. own.Parents.Select(parent => parent with { Demand = reading.GetValueOrDefault(parent.Demand, parent.Demand) })],
            };
            reading[own] = changed;
            demands[index] = changed;
        }

        return demands;
    }

    private static int Position(ObjectDemand demand, string[] route) => demand.Place == ObjectPlace.Route
        ? demand.Parts.Max(part => Array.FindIndex(route, name => string.Equals(name, part, StringComparison.OrdinalIgnoreCase)))
        : int.MaxValue;
}
