using ApiSecurity.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authentication;

internal static class LockoutServices
{
    public static void AddLockoutServices(this IServiceCollection services)
    {
        services.AddSingleton<IOptionsRule<LockoutOptions>, LockoutOptionsRule>();
        services.AddSingleton<CredentialGuard>();
        services.AddSingleton<CredentialGate>();
        services.AddSingleton<IStartupInspector, LockoutInspector>();
    }
}
