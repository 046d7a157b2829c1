using ApiSecurity.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authentication;

internal static class AuthenticationServices
{
    public static void AddAuthenticationServices(this IServiceCollection services)
    {
        services.AddAuthentication();
        services.AddSingleton<JwtReload>();
        services.AddSingleton<IOptionsRule<JwtOptions>, JwtOptionsRule>();
        services.AddSingleton<IStartupInspector, AuthenticationInspector>();
        services.AddSingleton<IStartupInspector, JwtInspector>();
        services.AddReplayServices();
    }
}
