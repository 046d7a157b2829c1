using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Pipeline;

/// <summary>Finds out which classes the framework registers for its services, to tell whether an application has put others in their place.</summary>
internal static class FrameworkServices
{
    /// <returns>The class behind each service; none where the framework has it made by a method.</returns>
    public static Dictionary<Type, Type?> Of(IEnumerable<Type> services, Action<IServiceCollection> add)
    {
        var collection = new ServiceCollection();
        add(collection);
        return services.ToDictionary(service => service, service => collection.Last(descriptor => descriptor.ServiceType == service).ImplementationType);
    }

    public static bool IsFrameworks(IServiceProvider services, Type service, Dictionary<Type, Type?> framework) =>
        services.GetService(service)?.GetType() is { } used && used == framework[service];
}
