using ApiSecurity.Authorization;
using ApiSecurity.Pipeline;
using ApiSecurity.Transport;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace ApiSecurity.Posture;

/// <summary>The objects that an endpoint gets through their policies: by what requests go by as well.</summary>
internal sealed class ObjectReader(ObjectPlans plans)
{
    public IEnumerable<PostureObject> Read(Endpoint endpoint)
    {
        var plan = plans.Get(endpoint);
        return [.. plan.Demands.Where(demand => demand.Place != ObjectPlace.None).SelectMany(demand => Of(demand, endpoint)), .. Parameters(endpoint, plan), .. Body(endpoint)];
    }

    /// <summary>What an endpoint of several methods wants depends on the method.</summary>
    private static IEnumerable<PostureObject> Of(ObjectDemand demand, Endpoint endpoint)
    {
        var methods = EndpointNames.MethodsOf(endpoint) is { Count: > 0 } some ? some : TransportOptions.DefaultMethods;
        string[] ids = demand.Place == ObjectPlace.Body ? ["/" + demand.Parts[0]] : [.. demand.Parts];
        return methods.Select(demand.OperationOf).Distinct().Select(operation => new PostureObject(demand.Object, operation, PlaceOf(demand.Place), ids)
        {
            IsOptional = demand.IsOptional,
            IsTaken = demand.IsParameter,
        });
    }

    private static IEnumerable<PostureObject> Parameters(Endpoint endpoint, ObjectPlan plan)
    {
        if (HandlerParameters.Of(endpoint) is not { Action: ControllerActionDescriptor } handler)
        {
            return plan.Parameters.Select(parameter => Reference(parameter.Kind, PlaceOf(parameter.Place), parameter.Name));
        }

        return from parameter in handler.All
               where parameter.Reference is not null && parameter.Place != ObjectPlace.Body
               select Reference(parameter.Reference!, parameter.Place == ObjectPlace.Route ? PostureParameterPlace.Route : PostureParameterPlace.Query, parameter.BoundName);
    }

    private IEnumerable<PostureObject> Body(Endpoint endpoint)
    {
        var bound = endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is { } action ? BoundBody.OfAction(action) : BoundBody.OfMinimal(endpoint.Metadata);
        return bound.Type is null ? [] : plans.References.PlacesIn(bound.Type).Select(place => Reference(place.Kind, PostureParameterPlace.Body, place.Pointer));
    }

    private static PostureObject Reference(ObjectReferenceAttribute kind, PostureParameterPlace place, string id) => new(kind.Object, kind.Operation, place, [id]) { IsOptional = true };

    private static PostureParameterPlace PlaceOf(ObjectPlace place) => place switch
    {
        ObjectPlace.Query => PostureParameterPlace.Query,
        ObjectPlace.Body => PostureParameterPlace.Body,
        _ => PostureParameterPlace.Route,
    };
}
