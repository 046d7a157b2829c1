using System.Reflection;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.SignalR;

namespace ApiSecurity.Authorization;

/// <summary>Stops the start where <see cref="AuthorizeObjectAttribute{T}"/> or <see cref="ObjectReferenceAttribute{T}"/> stands and nobody reads it.</summary>
internal static class UnreadObjects
{
    public static void Check(StartupInspection inspection, Endpoint endpoint, ReferenceReader references)
    {
        if (endpoint.Metadata.GetMetadata<HubMetadata>()?.HubType is { } hub)
        {
            CheckHub(inspection, hub, references);
        }
        else if (endpoint.Metadata.GetMetadata<CompiledPageActionDescriptor>() is { } page)
        {
            CheckPage(inspection, endpoint, page, references);
        }
        else if (endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is { } action)
        {
            foreach (var property in action.BoundProperties.Where(property => Refers(property, references)))
            {
                inspection.Error($"{EndpointNames.Describe(endpoint)} binds the property {property.Name}, in which [ObjectReference] is not read. Take it as a parameter of the action.");
            }
        }
        else if (endpoint.Metadata.GetMetadata<MethodInfo>() is { } handler && UnreadRequirements.WrittenIn(handler) is { } type && type.IsDefined(typeof(AuthorizeObjectAttribute), inherit: true))
        {
            inspection.Error($"{type.Name} has [AuthorizeObject], which is not read for {EndpointNames.Describe(endpoint)}: minimal APIs read the attributes of the handler's method, not those of its class. Put it on the method.");
        }
    }

    private static void CheckHub(StartupInspection inspection, Type hub, ReferenceReader references)
    {
        foreach (var method in hub.GetMethods(BindingFlags.Public | BindingFlags.Instance))
        {
            var unread = method.IsDefined(typeof(AuthorizeObjectAttribute), inherit: true) ? "[AuthorizeObject]"
                : method.GetParameters().Any(parameter => AuthorizedParameter.ObjectOf(parameter.ParameterType) is not null) ? "Authorized<…>"
                : method.GetParameters().Any(parameter => parameter.IsDefined(typeof(ObjectReferenceAttribute), inherit: true) || references.KindsIn(parameter.ParameterType).Count > 0) ? "[ObjectReference]"
                : null;
            if (unread is not null && method.DeclaringType != typeof(Hub) && method.DeclaringType != typeof(object))
            {
                inspection.Error($"{hub.Name}.{method.Name} has {unread}, which SignalR does not read. Ask in the method: objects.For(Context.User!).FindAsync<…>(id, …).");
            }
        }
    }

    private static void CheckPage(StartupInspection inspection, Endpoint endpoint, CompiledPageActionDescriptor page, ReferenceReader references)
    {
        if (endpoint.Metadata.GetMetadata<AuthorizeObjectAttribute>() is not null || page.HandlerMethods.Any(handler => handler.MethodInfo.IsDefined(typeof(AuthorizeObjectAttribute), inherit: true)))
        {
            inspection.Error($"{EndpointNames.Describe(endpoint)} has [AuthorizeObject], but a page's handlers may take the id from elsewhere than the route. Take ObjectAuthorizer and call FindAsync.");
        }

        if (page.HandlerMethods.SelectMany(handler => handler.Parameters).Concat<ParameterDescriptor>(page.BoundProperties).Any(parameter => Refers(parameter, references)))
        {
            inspection.Error($"{EndpointNames.Describe(endpoint)} takes [ObjectReference], which is not read in Razor Pages. Take ObjectAuthorizer and call FindAsync.");
        }
    }

    private static bool Refers(ParameterDescriptor parameter, ReferenceReader references)
    {
        ICustomAttributeProvider? own = parameter switch
        {
            ControllerParameterDescriptor action => action.ParameterInfo,
            ControllerBoundPropertyDescriptor property => property.PropertyInfo,
            HandlerParameterDescriptor handler => handler.ParameterInfo,
            PageBoundPropertyDescriptor property => property.Property,
            _ => null,
        };
        return own?.IsDefined(typeof(ObjectReferenceAttribute), inherit: true) == true || references.KindsIn(parameter.ParameterType).Count > 0;
    }
}
