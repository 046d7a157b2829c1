using System.Reflection;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ApiSecurity.Authorization;

/// <summary>Every object that an endpoint asks for has a policy, and an id in the route; else the application does not start.</summary>
internal sealed class ObjectsInspector(IEnumerable<ObjectPolicyRegistration> policies) : IStartupInspector
{
    public void Inspect(StartupInspection inspection)
    {
        var byObject = policies.ToDictionary(policy => policy.Object);
        var guarded = 0;
        foreach (var endpoint in inspection.Endpoints)
        {
            var parameters = AuthorizedParameter.Of(endpoint);
            guarded += parameters.Count > 0 ? 1 : 0;
            foreach (var parameter in parameters)
            {
                CheckPolicy(inspection, endpoint, parameter, byObject);
            }

            CheckRoutes(inspection, endpoint, parameters);
            CheckStray(inspection, endpoint);
            CheckAction(inspection, endpoint);
        }

        if (byObject.Count > 0)
        {
            inspection.Note($"object policies: {string.Join(", ", byObject.Keys.Select(type => type.Name).Order())}; endpoints that take authorized objects: {guarded}");
        }
    }

    private static void CheckPolicy(
        StartupInspection inspection, Endpoint endpoint, AuthorizedParameter parameter, Dictionary<Type, ObjectPolicyRegistration> policies)
    {
        if (!policies.TryGetValue(parameter.Object, out var policy))
        {
            inspection.Error($"{EndpointNames.Describe(endpoint)} takes Authorized<{parameter.Object.Name}>, but {ObjectPolicyRegistration.Missing(parameter.Object)}");
        }
        else if (!IdReader.CanRead(policy.Key))
        {
            inspection.Error($"{EndpointNames.Describe(endpoint)} takes Authorized<{parameter.Object.Name}>, but {IdReader.Unreadable(policy.Key)}");
        }
    }

    private static void CheckRoutes(StartupInspection inspection, Endpoint endpoint, IReadOnlyList<AuthorizedParameter> parameters)
    {
        foreach (var parameter in parameters.Where(parameter => parameter.RouteParameter is null))
        {
            inspection.Error(
                $"{EndpointNames.Describe(endpoint)} takes Authorized<{parameter.Object.Name}> {parameter.Name}, but no route parameter is its id. "
                + $"Call one {{id}} or {{{parameter.Name}Id}}, or write [ObjectAccess(RouteParameter = \"…\")] before the parameter.");
        }

        foreach (var shared in parameters.Where(parameter => parameter.RouteParameter is not null).GroupBy(parameter => parameter.RouteParameter).Where(group => group.Select(one => one.Object).Distinct().Count() > 1))
        {
            inspection.Error(
                $"{EndpointNames.Describe(endpoint)} takes {string.Join(" and ", shared.Select(one => $"Authorized<{one.Object.Name}>"))} by the same route parameter {{{shared.Key}}}. "
                + "Say which is whose: [ObjectAccess(RouteParameter = \"…\")] before each parameter.");
        }
    }

    private static void CheckStray(StartupInspection inspection, Endpoint endpoint)
    {
        foreach (var parameter in (endpoint.Metadata.GetMetadata<MethodInfo>() ?? endpoint.Metadata.GetMetadata<ControllerActionDescriptor>()?.MethodInfo)?.GetParameters() ?? [])
        {
            var type = parameter.ParameterType;
            if (parameter.IsDefined(typeof(ObjectAccessAttribute), inherit: true) && AuthorizedParameter.ObjectOf(type) is null)
            {
                inspection.Error(
                    $"{EndpointNames.Describe(endpoint)} has [ObjectAccess] before {type.Name} {parameter.Name}, where it does nothing. "
                    + "Take Authorized<…> of the object's type, or remove the attribute.");
            }
        }
    }

    /// <summary>What MVC would make of these without the policy's say: an empty one, or one of the body's.</summary>
    private static void CheckAction(StartupInspection inspection, Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<ActionDescriptor>() is not { } action)
        {
            return;
        }

        foreach (var property in action.BoundProperties.Where(property => AuthorizedParameter.ObjectOf(property.ParameterType) is not null))
        {
            inspection.Error(
                $"{EndpointNames.Describe(endpoint)} binds the property Authorized<{AuthorizedParameter.ObjectOf(property.ParameterType)!.Name}> {property.Name}, which is not possible. "
                + "Take it as a parameter of the action.");
        }

        foreach (var parameter in Parameters(action).Where(parameter => AuthorizedParameter.ObjectOf(parameter.ParameterType) is not null))
        {
            var name = $"Authorized<{AuthorizedParameter.ObjectOf(parameter.ParameterType)!.Name}> {parameter.Name}";
            if (action is not ControllerActionDescriptor)
            {
                inspection.Error($"{EndpointNames.Describe(endpoint)} takes {name}, which Razor Pages can't bind. Take ObjectAuthorizer in its place and call FindAsync.");
            }
            else if (parameter.BindingInfo?.BindingSource is { } source && source != BindingSource.Special)
            {
                inspection.Error($"{EndpointNames.Describe(endpoint)} takes {name} with an attribute that says where it is bound from ({source.DisplayName}). Remove the attribute: the object is loaded by the id in the route.");
            }
        }
    }

    private static IEnumerable<ParameterDescriptor> Parameters(ActionDescriptor action) =>
        action is CompiledPageActionDescriptor page ? page.HandlerMethods.SelectMany(handler => handler.Parameters) : action.Parameters;
}
