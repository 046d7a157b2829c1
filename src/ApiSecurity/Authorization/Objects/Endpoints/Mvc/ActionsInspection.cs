using System.ComponentModel;
using System.Reflection;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ApiSecurity.Authorization;

/// <summary>What MVC can't bind, or would bind from somewhere else.</summary>
internal static class ActionsInspection
{
    /// <summary>What MVC would make of these without the policy's say: an empty one, or one of the body's.</summary>
    public static void Check(StartupInspection inspection, Endpoint endpoint, ObjectPlan plan)
    {
        if (endpoint.Metadata.GetMetadata<ActionDescriptor>() is not { } action)
        {
            return;
        }

        if ((plan.ByArgument.Count > 0 || plan.Arguments.Count > 0)
            && !action.FilterDescriptors.Any(filter => filter.Filter is TypeFilterAttribute { ImplementationType: { } type } && type == typeof(AuthorizedActionFilter)))
        {
            inspection.Error($"{EndpointNames.Describe(endpoint)} has [AuthorizeObject] by a convention, where it is not read. Write the attribute on the action or its controller.");
        }

        foreach (var demand in plan.Demands.Where(demand => demand is { IsParameter: false, Arguments: null }))
        {
            if (action.Parameters.Concat(action.BoundProperties).FirstOrDefault(bound => TakesIdElsewhere(bound, demand)) is { } other)
            {
                inspection.Error(
                    $"{EndpointNames.Describe(endpoint)} has [AuthorizeObject<{demand.Object.Name}>(\"{demand.Name}\")], which checks the id of the route or the query, but {other.ParameterType.Name} {other.Name} "
                    + $"has one that MVC may bind from elsewhere. Take the id as a parameter of the action, or write [ObjectReference<{demand.Object.Name}>] on the member.");
            }
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

    /// <summary>Whether MVC fills a member of the id's name, by the first value of that name in the form, the route or the query.</summary>
    private static bool TakesIdElsewhere(ParameterDescriptor bound, ObjectDemand demand)
    {
        if (bound.BindingInfo?.BindingSource is { } source && (source == BindingSource.Body || source == BindingSource.Services || source == BindingSource.Special || source == BindingSource.Header))
        {
            return false;
        }

        return !TypeDescriptor.GetConverter(bound.ParameterType).CanConvertFrom(typeof(string))
            && bound.ParameterType.GetProperties().Any(property => property.CanWrite && IsId(property, demand));
    }

    private static bool IsId(PropertyInfo property, ObjectDemand demand) =>
        demand.Parts.Contains(property.Name, StringComparer.OrdinalIgnoreCase)
        && property.GetCustomAttributes<ObjectReferenceAttribute>(inherit: true).All(reference => reference.Object != demand.Object);

    private static IEnumerable<ParameterDescriptor> Parameters(ActionDescriptor action) =>
        action is CompiledPageActionDescriptor page ? page.HandlerMethods.SelectMany(handler => handler.Parameters) : action.Parameters;
}
