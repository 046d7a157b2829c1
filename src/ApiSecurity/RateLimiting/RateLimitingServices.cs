using ApiSecurity.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.RateLimiting;

internal static class RateLimitingServices
{
    public static void AddRateLimitingServices(this IServiceCollection services)
    {
        services.AddSingleton<RequiredPolicies>();
        services.AddSingleton<IOptionsRule<RateLimitOptions>, RateLimitOptionsRule>();
        services.AddSingleton<RateLimiter>();
        services.AddSingleton<IStartupInspector, RateLimitingInspector>();
    }
}
