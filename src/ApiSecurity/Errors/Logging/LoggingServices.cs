using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ApiSecurity.Errors;

internal static class LoggingServices
{
    /// <summary>Puts <see cref="WithholdingLoggerFactory"/> around the logger factory that is registered.</summary>
    public static void AddWithholdingLoggers(this IServiceCollection services)
    {
        services.AddLogging();
        services.AddSingleton<MessageGate>();
        var registered = services.Last(service => service.ServiceType == typeof(ILoggerFactory) && !service.IsKeyedService);
        services.Remove(registered);
        if (registered.ImplementationType is { } type)
        {
            // Registered as itself, so that the container chooses its constructor and disposes of it.
            services.AddSingleton(type);
            services.AddSingleton<ILoggerFactory>(provider => Wrap(provider, (ILoggerFactory)provider.GetRequiredService(type), owned: false));
        }
        else if (registered.ImplementationInstance is ILoggerFactory instance)
        {
            services.AddSingleton<ILoggerFactory>(provider => Wrap(provider, instance, owned: false));
        }
        else
        {
            services.AddSingleton<ILoggerFactory>(provider => Wrap(provider, (ILoggerFactory)registered.ImplementationFactory!(provider), owned: true));
        }
    }

    private static WithholdingLoggerFactory Wrap(IServiceProvider provider, ILoggerFactory inner, bool owned) =>
        new(inner, provider.GetRequiredService<MessageGate>(), owned);
}
