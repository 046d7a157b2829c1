using ApiSecurity.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authentication;

internal static class ProtectedResourceServices
{
    public static void AddProtectedResourceServices(this IServiceCollection services)
    {
        services.AddSingleton<ProtectedResourceMetadata>();
        services.AddSingleton<IOptionsRule<ProtectedResourceOptions>, ProtectedResourceOptionsRule>();
        services.AddSingleton<IStartupInspector, ProtectedResourceInspector>();
    }
}
