using ApiSecurity.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authentication;

internal static class ApiKeyServices
{
    public static void AddApiKeyServices(this IServiceCollection services)
    {
        services.AddSingleton<IOptionsRule<ApiKeyOptions>, ApiKeyOptionsRule>();
        services.AddSingleton<IStartupInspector, ApiKeyInspector>();
    }
}
