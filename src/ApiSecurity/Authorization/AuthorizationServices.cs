using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authorization;

internal static class AuthorizationServices
{
    public static void AddAuthorizationServices(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<CallerFactory>();
        services.AddScoped(provider => provider.GetRequiredService<IHttpContextAccessor>().HttpContext?.GetCaller() ?? Caller.Anonymous);
        services.AddSingleton<IStartupInspector, AuthorizationInspector>();
    }
}
