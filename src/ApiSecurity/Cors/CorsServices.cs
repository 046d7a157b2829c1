using ApiSecurity.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Cors;

internal static class CorsServices
{
    public static void AddCorsServices(this IServiceCollection services) =>
        services.AddSingleton<IStartupInspector, CorsInspector>();
}
