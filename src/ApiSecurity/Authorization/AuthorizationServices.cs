using ApiSecurity.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authorization;

internal static class AuthorizationServices
{
    public static void AddAuthorizationServices(this IServiceCollection services) =>
        services.AddSingleton<IStartupInspector, AuthorizationInspector>();
}
