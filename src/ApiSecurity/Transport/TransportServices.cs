using ApiSecurity.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Transport;

internal static class TransportServices
{
    public static void AddTransportServices(this IServiceCollection services)
    {
        services.AddSingleton<TransportSurroundings>();
        services.AddSingleton<IOptionsRule<TransportOptions>, TransportOptionsRule>();
        services.AddSingleton<IStartupInspector, TransportInspector>();
    }
}
