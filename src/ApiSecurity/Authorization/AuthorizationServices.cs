using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ApiSecurity.Authorization;

internal static class AuthorizationServices
{
    public static void AddAuthorizationServices(this IServiceCollection services)
    {
        services.AddAuthorization();
        services.AddHttpContextAccessor();
        services.AddSingleton<CallerFactory>();
        // Not scoped: the user may change in the middle of a request, where an endpoint names a second scheme.
        services.AddTransient(provider => provider.GetRequiredService<IHttpContextAccessor>().HttpContext?.GetCaller() ?? Caller.Anonymous);
        services.AddSingleton<AccessRefuser>();
        services.AddSingleton<AuthorizationState>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAuthorizationHandler, CallerRequirementsHandler>());
        services.AddSingleton<IOptionsRule<ApiAuthorizationOptions>, ApiAuthorizationOptionsRule>();
        services.AddSingleton<IStartupInspector, AuthorizationInspector>();
        services.AddSingleton<IStartupInspector, UnreadRequirements>();
    }
}
