using ApiSecurity.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using HttpJsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;
using MvcJsonOptions = Microsoft.AspNetCore.Mvc.JsonOptions;

namespace ApiSecurity.Authorization;

internal static class PropertyServices
{
    public static void AddPropertyServices(this IServiceCollection services)
    {
        services.AddSingleton<PropertyRules>();
        services.AddSingleton<CurrentCaller>();
        services.AddSingleton<PropertyContracts>();
        services.AddSingleton<IPostConfigureOptions<HttpJsonOptions>>(provider => provider.GetRequiredService<PropertyContracts>());
        services.AddSingleton<IPostConfigureOptions<MvcJsonOptions>>(provider => provider.GetRequiredService<PropertyContracts>());
        services.AddSingleton<PropertyPlans>();
        services.AddSingleton<IStartupInspector, PropertiesInspector>();
        services.AddSingleton(new RegisteredServices(services));
        services.AddSingleton<EntityTypes>();
        services.AddSingleton<EntityBodies>();
        services.AddSingleton<IStartupInspector, EntitiesInspector>();
    }
}
