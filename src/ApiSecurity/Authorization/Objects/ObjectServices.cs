using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Authorization;

internal static class ObjectServices
{
    public static void AddObjectServices(this IServiceCollection services)
    {
        services.AddScoped(provider => new ObjectAuthorizer(
            provider, provider.GetRequiredService<IHttpContextAccessor>(), provider.GetRequiredService<Refusals>()));
        services.AddSingleton<ObjectPlans>();
        services.AddSingleton<IStartupInspector, ObjectsInspector>();
        services.AddSingleton<IOptionsRule<OpaqueIdOptions>, OpaqueIdOptionsRule>();
        services.AddSingleton<ObjectOperations>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAuthorizationHandler, ObjectOperationHandler>());
        services.AddSingleton<IOptionsRule<AccessDecisionOptions>, AccessDecisionOptionsRule>();
        services.AddSingleton<IStartupInspector, AccessInspector>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAuthorizationHandler, AccessRequirementHandler>());
        services.AddSingleton<IPostConfigureOptions<MvcOptions>, AuthorizedMvcSetup>();
        services.TryAddEnumerable(ServiceDescriptor.Transient<IApplicationModelProvider, AuthorizedParameterModels>());
    }
}
