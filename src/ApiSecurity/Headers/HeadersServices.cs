using ApiSecurity.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Headers;

internal static class HeadersServices
{
    public static void AddHeadersServices(this IServiceCollection services) =>
        services.AddSingleton<IStartupInspector, HeadersInspector>();
}
