using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authorization;

internal static class ObjectServices
{
    public static void AddObjectServices(this IServiceCollection services)
    {
        services.AddScoped(provider => new ObjectAuthorizer(
            provider, provider.GetRequiredService<IHttpContextAccessor>(), provider.GetRequiredService<Refusals>()));
        services.AddSingleton<IStartupInspector, ObjectsInspector>();
    }
}
