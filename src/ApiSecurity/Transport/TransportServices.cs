using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Transport;

internal static class TransportServices
{
    public static void AddTransportServices(this IServiceCollection services)
    {
        services.AddSingleton<TransportSurroundings>();
        services.AddSingleton<KestrelState>();
        services.AddSingleton<RequestPolicySource>();
        services.AddSingleton<RequestDeadlines>();
        services.AddSingleton<CertificateWays, KestrelCertificateWays>();
        services.AddSingleton<IPostConfigureOptions<KestrelServerOptions>, KestrelSetup>();
        services.AddSingleton<IOptionsRule<TransportOptions>, TransportOptionsRule>();
        services.AddSingleton<IStartupInspector, TransportInspector>();
    }
}
