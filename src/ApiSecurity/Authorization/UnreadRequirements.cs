using System.Reflection;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Authorization;

/// <summary>
/// Stops the start where <see cref="RequirePermissionAttribute"/> or <see cref="RequireScopeAttribute"/> stands where the framework reads
/// only that it is an authorize attribute: any caller who has signed in would get in, with or without the permission.
/// </summary>
internal sealed class UnreadRequirements(IServiceProvider services) : IStartupInspector
{
    private const string Names = "[RequirePermission] or [RequireScope]";

    public void Inspect(StartupInspection inspection)
    {
        foreach (var hub in inspection.Endpoints.Select(HubOf).OfType<Type>().Distinct())
        {
            foreach (var method in hub.GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(IsRequiring))
            {
                inspection.Error($"{hub.Name}.{method.Name} has {Names}, which SignalR does not read on a hub's method. Put it on the hub, where it holds for all methods; or name a policy on the method: [Authorize(\"…\")], made with AddPolicy(\"…\", policy => policy.RequirePermission(\"…\")).");
            }
        }

        if (services.GetService<IActionDescriptorCollectionProvider>() is { } actions && !services.GetRequiredService<IOptions<MvcOptions>>().Value.EnableEndpointRouting)
        {
            foreach (var action in actions.ActionDescriptors.Items.OfType<ControllerActionDescriptor>().Where(action => action.EndpointMetadata.Any(IsOurs)))
            {
                inspection.Error($"{action.ControllerTypeInfo.Name}.{action.MethodInfo.Name} has {Names}, which MVC without endpoint routing does not read. Remove EnableEndpointRouting = false and call app.MapControllers() instead of app.UseMvc().");
            }
        }
    }

    private static Type? HubOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<HubMetadata>()?.HubType;

    private static bool IsRequiring(MethodInfo method) => method.GetCustomAttributes(inherit: true).Any(IsOurs);

    private static bool IsOurs(object item) => item is RequirePermissionAttribute or RequireScopeAttribute;
}
