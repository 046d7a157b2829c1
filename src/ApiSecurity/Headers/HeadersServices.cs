using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Headers;

internal static class HeadersServices
{
    public static void AddHeadersServices(this IServiceCollection services)
    {
        services.AddSingleton<HeaderPolicySource>();
        services.AddSingleton<IOptionsRule<HeadersOptions>, HeadersOptionsRule>();
        services.AddSingleton<IStartupInspector, HeadersInspector>();
        services.AddSingleton<IPostConfigureOptions<KestrelServerOptions>, KestrelServerHeader>();
    }
}
