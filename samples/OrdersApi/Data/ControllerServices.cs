using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace OrdersApi.Data;

public static class ControllerServices
{
    /// <summary>Controllers of one namespace only: both APIs live in this assembly.</summary>
    public static IServiceCollection AddControllersOf(this IServiceCollection services, string name)
    {
        services.AddControllers()
            .AddJsonOptions(json => json.JsonSerializerOptions.Converters.Add(new JsonStringEnumConverter()))
            .ConfigureApplicationPartManager(parts =>
            {
                foreach (var provider in parts.FeatureProviders.OfType<ControllerFeatureProvider>().ToList())
                {
                    parts.FeatureProviders.Remove(provider);
                }

                parts.FeatureProviders.Add(new Provider(name));
            });
        return services;
    }

    private sealed class Provider(string name) : ControllerFeatureProvider
    {
        protected override bool IsController(TypeInfo typeInfo) => typeInfo.Namespace == name && base.IsController(typeInfo);
    }
}
