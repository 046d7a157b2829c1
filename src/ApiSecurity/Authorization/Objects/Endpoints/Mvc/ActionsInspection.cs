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
