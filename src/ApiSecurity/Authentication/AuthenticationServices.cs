using ApiSecurity.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authentication;

internal static class AuthenticationServices
{
    public static void AddAuthenticationServices(this IServiceCollection services)
    {
        services.AddAuthentication();
        services.AddSingleton<IStartupInspector, AuthenticationInspector>();
    }
}
