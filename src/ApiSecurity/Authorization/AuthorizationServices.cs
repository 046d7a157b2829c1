using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authorization;
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
        services.AddSingleton<LastingAccess>();
        services.AddSingleton<ClaimNames, CallerClaimNames>();
        services.AddSingleton<CallerSource>();
        services.AddTransient(provider => provider.GetRequiredService<CallerSource>().Get(provider));
        services.AddSingleton<AccessRefuser>();
        services.AddSingleton<AuthorizationState>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAuthorizationHandler, CallerRequirementsHandler>());
        services.AddSingleton<IOptionsRule<ApiAuthorizationOptions>, ApiAuthorizationOptionsRule>();
        services.AddSingleton<IStartupInspector, AuthorizationInspector>();
        services.AddSingleton<IStartupInspector, UnreadRequirements>();
        services.AddSingleton<IStartupInspector, StepUpInspector>();
        services.AddSingleton<IStartupInspector, FunctionsInspector>();
    }
}
