using System.Text.Json;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing;

namespace ApiSecurity.Authorization;

/// <summary>Finds the references that an endpoint's parameters and body can have.</summary>
internal sealed class ReferencePlans(JsonSerializerOptions json, JsonSerializerOptions mvc)
{
    public ReferenceReader Reader { get; } = new(json.PropertyNamingPolicy, json, mvc);

    public ObjectPlan Compile(Endpoint endpoint, HandlerParameters handler, IReadOnlyList<ObjectDemand> demands)
    {
        var kinds = new List<ObjectReferenceAttribute>();
        var errors = new List<string>();
        var plan = handler.Action is ControllerActionDescriptor action
            ? new ObjectPlan(demands, [], null, [.. ArgumentsOf(action, kinds)])
            : handler.Action is null ? Minimal(endpoint, handler, demands, kinds, errors)
            : new ObjectPlan(demands, [], null, []);
        errors.AddRange(BodyMembers(endpoint, handler, demands));
        errors.AddRange(handler.All.Where(parameter => parameter.MayBeBound).SelectMany(parameter => Reader.UnreadIn(parameter.Type)).Distinct()
            .Select(unread => $"takes what can't be checked: {unread}"));
        return plan with
        {
            Errors = errors,
            Loaders = kinds.Select(kind => kind.Object).Distinct().ToDictionary(type => type, ObjectLoader.For),
        };
    }

    /// <summary>The parameters of an action that are references or have some in them; what comes from services is not the request's.</summary>
    private IEnumerable<string> ArgumentsOf(ControllerActionDescriptor action, List<ObjectReferenceAttribute> kinds)
    {
        foreach (var parameter in action.Parameters.OfType<ControllerParameterDescriptor>())
        {
            if (parameter.BindingInfo?.BindingSource == BindingSource.Services)
            {
                continue;
            }

            var own = parameter.ParameterInfo.GetCustomAttributes(typeof(ObjectReferenceAttribute), inherit: true).OfType<ObjectReferenceAttribute>().ToArray();
            var found = own.Length > 0 ? own : Reader.KindsIn(parameter.ParameterType);
            if (found.Count > 0)
            {
                kinds.AddRange(found);
                yield return parameter.Name;
            }
        }
    }

    private ObjectPlan Minimal(
        Endpoint endpoint, HandlerParameters handler, IReadOnlyList<ObjectDemand> demands, List<ObjectReferenceAttribute> kinds, List<string> errors)
    {
        var route = (endpoint as RouteEndpoint)?.RoutePattern.Parameters.Select(part => part.Name).ToArray() ?? [];
        var parameters = new List<ReferenceParameter>();
        foreach (var parameter in handler.All.Where(parameter => parameter.Reference is not null))
        {
            var (place, name, error) = handler.PlaceOf(parameter.Name, route);
            if (error is not null)
            {
                errors.Add($"has [ObjectReference<{parameter.Reference!.Object.Name}>] before {parameter.Name}, but {error}");
                continue;
            }

            kinds.Add(parameter.Reference!);
            parameters.Add(new ReferenceParameter(parameter.Reference!, place, name, IsOne: parameter.Type == typeof(string) || !typeof(System.Collections.IEnumerable).IsAssignableFrom(parameter.Type)));
        }

        var body = BoundBody.OfMinimal(endpoint.Metadata).Type is { } type && Reader.KindsIn(type) is { Count: > 0 } inside ? (Type: type, Kinds: inside) : default;
        if (body.Kinds is not null)
        {
            kinds.AddRange(body.Kinds);
        }

        foreach (var form in handler.All.Where(parameter => parameter.IsForm && Reader.KindsIn(parameter.Type).Count > 0))
        {
            errors.Add($"takes {form.Type.Name} from a form, where its [ObjectReference] is not read. Take it as JSON, or ask ObjectAuthorizer in the handler.");
        }

        return new ObjectPlan(demands, parameters, body.Type is null ? null : json.GetTypeInfo(body.Type), []);
    }

    /// <summary>A body's member that an object is taken by must be a reference to its type.</summary>
    private IEnumerable<string> BodyMembers(Endpoint endpoint, HandlerParameters handler, IReadOnlyList<ObjectDemand> demands)
    {
        foreach (var demand in demands.Where(demand => demand.Place == ObjectPlace.Body))
        {
            var types = handler.Action is ControllerActionDescriptor action
                ? action.Parameters.Where(parameter => parameter.BindingInfo?.BindingSource == BindingSource.Body).Select(parameter => parameter.ParameterType)
                : BoundBody.OfMinimal(endpoint.Metadata).Type is { } type ? [type] : [];
            if (!types.Any(type => Reader.HasMember(type, demand.Parts[0], demand.Object)))
            {
                yield return $"takes Authorized<{demand.Object.Name}> {demand.Name} by the body's member {demand.Parts[0]}, but the body has no such member with [ObjectReference<{demand.Object.Name}>] on it.";
            }
        }
    }
}
