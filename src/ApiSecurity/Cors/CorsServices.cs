using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Cors;

internal static class CorsServices
{
    public static void AddCorsServices(this IServiceCollection services)
    {
        services.AddCors();
        services.AddSingleton<CorsPolicies>();
        services.AddSingleton<CorsAnswers>();
        services.AddSingleton<IOptionsRule<ApiCorsOptions>, ApiCorsOptionsRule>();
        services.AddSingleton<IStartupInspector, CorsInspector>();
        Decorate(services);
    }

    private static void Decorate(IServiceCollection services)
    {
        var inner = services.Last(service => service.ServiceType == typeof(ICorsPolicyProvider) && !service.IsKeyedService);
        services.Remove(inner);
        services.Add(ServiceDescriptor.Describe(
            typeof(ICorsPolicyProvider),
            provider => new ConfiguredCorsPolicyProvider(
                (ICorsPolicyProvider)Create(provider, inner), provider.GetRequiredService<CorsPolicies>()),
            inner.Lifetime));
    }

    private static object Create(IServiceProvider provider, ServiceDescriptor service) =>
        service.ImplementationInstance
        ?? service.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!);
}
