using System.Reflection;
using System.Runtime.CompilerServices;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Authorization;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Authorization;

/// <summary>
/// Stops the start where <see cref="RequirePermissionAttribute"/> or another of the library's attributes of this kind stands where the framework does not
/// read it, or reads only that it is an authorize attribute: any caller who has signed in would get in, with or without the permission.
/// </summary>
internal sealed class UnreadRequirements(IServiceProvider services) : IStartupInspector
{
    private const string Names = "[RequirePermission] or another [Require…] attribute";

    private static readonly Assembly Ours = typeof(UnreadRequirements).Assembly;

    public void Inspect(StartupInspection inspection)
    {
        InspectHubs(inspection);
        InspectHandlers(inspection);
        InspectDynamic(inspection);
        if (services.GetService<IActionDescriptorCollectionProvider>() is { } actions)
        {
            InspectActions(actions.ActionDescriptors.Items, inspection);
        }
    }

    private static void InspectHubs(StartupInspection inspection)
    {
        foreach (var hub in inspection.Endpoints.Select(HubOf).OfType<Type>().Distinct())
        {
            foreach (var method in MethodsOf(hub).Where(IsRequiring))
            {
                inspection.Error($"{hub.Name}.{method.Name} has {Names}, which SignalR does not read on a hub's method. Put it on the hub, where it holds for all methods; or name a policy on the method: [Authorize(\"…\")], made with AddPolicy(\"…\", policy => policy.RequirePermission(\"…\")).");
            }
        }

        foreach (var (face, name) in inspection.Endpoints.Where(endpoint => HubOf(endpoint) is not null).SelectMany(InInterfacesOfHub).Distinct())
        {
            inspection.Error($"{face} has {Names} for {name}, and SignalR reads no attributes of interfaces. Put it on the hub, where it holds for all methods; or name a policy on the hub's method: [Authorize(\"…\")], made with AddPolicy(\"…\", policy => policy.RequirePermission(\"…\")).");
        }
    }

    private static IEnumerable<(string Interface, string Method)> InInterfacesOfHub(Endpoint endpoint) =>
        from hub in new[] { HubOf(endpoint)! }
        from method in MethodsOf(hub)
        from face in InterfaceRequirements.Unread(hub, method, endpoint.Metadata)
        select (face, $"{hub.Name}.{method.Name}");

    /// <summary>Minimal APIs take the attributes of the handler's method, not those of the class that it stands in.</summary>
    private static void InspectHandlers(StartupInspection inspection)
    {
        foreach (var endpoint in inspection.Endpoints)
        {
            var handler = endpoint.Metadata.GetMetadata<MethodInfo>() ?? endpoint.RequestDelegate?.Method;
            if (handler is null || endpoint.Metadata.GetMetadata<ActionDescriptor>() is not null)
            {
                continue;
            }

            foreach (var face in handler.DeclaringType is { } declaring ? InterfaceRequirements.Unread(declaring, handler, endpoint.Metadata) : [])
            {
                inspection.Error($"{face} has {Names}, which is not read for {EndpointNames.Describe(endpoint)}: minimal APIs read the attributes of the handler's method, not those of an interface that it is declared in. Put it on the method of the class; or on the endpoint: .RequirePermission(\"…\").");
            }

            if (WrittenIn(handler) is { } type
                && type.GetCustomAttributes(inherit: true).Any(item => IsOurs(item) && !endpoint.Metadata.Any(read => IsSame(read, item))))
            {
                inspection.Error($"{type.Name} has {Names}, which is not read for {EndpointNames.Describe(endpoint)}: minimal APIs read the attributes of the handler's method, not those of its class. Put it on the method; or map the endpoints in a group: app.MapGroup(\"…\").RequirePermission(\"…\").");
            }
        }
    }

    /// <summary>Routing puts an action or a page in the place of such an endpoint, with nothing of what was said about it.</summary>
    private void InspectDynamic(StartupInspection inspection)
    {
        foreach (var endpoint in inspection.Endpoints.Where(endpoint => endpoint.Metadata.Any(item => item is IDynamicEndpointMetadata { IsDynamic: true })))
        {
            if (endpoint.Metadata.Any(Requires))
            {
                inspection.Error($"{EndpointNames.Describe(endpoint)} has {Names}, or a policy with the like, which is not read: routing takes the action or the page that it falls back to, and what is said there. Put it on that action, controller or page model.");
            }
        }
    }

    /// <summary>By an attribute, or by a policy, be it given or named.</summary>
    private bool Requires(object item) => item switch
    {
        AuthorizationPolicy policy => HasOurs(policy.Requirements),
        _ when item is IAuthorizationRequirementData data && HasOurs(data.GetRequirements()) => true,
        // At start there is nobody to keep waiting.
        IAuthorizeData { Policy: { Length: > 0 } name } =>
            services.GetService<IAuthorizationPolicyProvider>()?.GetPolicyAsync(name).GetAwaiter().GetResult() is { } policy && HasOurs(policy.Requirements),
        _ => false,
    };

    private static bool HasOurs(IEnumerable<IAuthorizationRequirement> requirements) => requirements.Any(one => one.GetType().Assembly == Ours);

    private void InspectActions(IReadOnlyList<ActionDescriptor> actions, StartupInspection inspection)
    {
        foreach (var page in actions.OfType<CompiledPageActionDescriptor>())
        {
            foreach (var handler in page.HandlerMethods.Where(handler => IsRequiring(handler.MethodInfo)))
            {
                inspection.Error($"{page.HandlerTypeInfo.Name}.{handler.MethodInfo.Name} has {Names}, which Razor Pages do not read on a handler's method. Put it on {page.HandlerTypeInfo.Name}, where it holds for the whole page, or make a page of its own for the handler.");
            }

            foreach (var (face, handler) in page.HandlerMethods.SelectMany(handler => InterfaceRequirements.Unread(page.HandlerTypeInfo, handler.MethodInfo, page.EndpointMetadata)
                .Select(face => (face, handler.MethodInfo))))
            {
                inspection.Error($"{face} has {Names} for {page.HandlerTypeInfo.Name}.{handler.Name}, and Razor Pages read no attributes of interfaces. Put it on {page.HandlerTypeInfo.Name}, where it holds for the whole page.");
            }
        }

        foreach (var action in actions.OfType<ControllerActionDescriptor>())
        {
            foreach (var face in InterfaceRequirements.Unread(action.ControllerTypeInfo, action.MethodInfo, action.EndpointMetadata))
            {
                inspection.Error($"{face} has {Names} for {action.ControllerTypeInfo.Name}.{action.MethodInfo.Name}, and MVC reads no attributes of interfaces. Put it on the controller or its action.");
            }
        }

        foreach (var action in actions.Where(HasUnreadFilter))
        {
            inspection.Error($"an AuthorizeFilter of {action.DisplayName} has {Names}, which AuthorizeFilter does not read. Give it a policy: new AuthorizeFilter(new AuthorizationPolicyBuilder().RequirePermission(\"…\").Build()); or call app.MapControllers().RequirePermission(\"…\").");
        }

        if (!services.GetRequiredService<IOptions<MvcOptions>>().Value.EnableEndpointRouting)
        {
            foreach (var action in actions.OfType<ControllerActionDescriptor>().Where(action => action.EndpointMetadata.Any(IsOurs)))
            {
                inspection.Error($"{action.ControllerTypeInfo.Name}.{action.MethodInfo.Name} has {Names}, which MVC without endpoint routing does not read. Remove EnableEndpointRouting = false and call app.MapControllers() instead of app.UseMvc().");
            }
        }
    }

    private static bool HasUnreadFilter(ActionDescriptor action) =>
        AuthorizeFilters.Of(action).Any(filter => filter switch
        {
            AuthorizeFilter { Policy: null, AuthorizeData: { } data } => data.Any(IsOurs),
            TypeFilterAttribute { Arguments: { } arguments } => arguments.OfType<IEnumerable<object>>().Any(argument => argument.Any(IsOurs)),
            _ => false,
        });

    /// <summary>The class in which the source has the handler; the compiler moves lambdas into classes of its own.</summary>
    internal static Type? WrittenIn(MethodInfo handler)
    {
        var type = handler.DeclaringType;
        while (type?.DeclaringType is not null && type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
        {
            type = type.DeclaringType;
        }

        return type;
    }

    private static Type? HubOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<HubMetadata>()?.HubType;

    private static MethodInfo[] MethodsOf(Type hub) => hub.GetMethods(BindingFlags.Public | BindingFlags.Instance);

    private static bool IsRequiring(MethodInfo method) => method.GetCustomAttributes(inherit: true).Any(IsOurs);

    /// <summary>A requirement's text says all that it asks for.</summary>
    internal static bool IsSame(object one, object other) =>
        one.GetType() == other.GetType() && one is IAuthorizationRequirementData left && other is IAuthorizationRequirementData right
        && left.GetRequirements().Select(item => item.ToString()).SequenceEqual(right.GetRequirements().Select(item => item.ToString()), StringComparer.Ordinal);

    /// <summary>All of the library's attributes, also those of rooms that this one does not know.</summary>
    internal static bool IsOurs(object item) => item is IAuthorizationRequirementData && item.GetType().Assembly == Ours;
}
