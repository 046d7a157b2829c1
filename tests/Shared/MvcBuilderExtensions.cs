using System.Reflection;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace ApiSecurity.Tests;

internal static class MvcBuilderExtensions
{
    /// <summary>Takes these controllers and no other of the test assembly, whose tests would find each other's otherwise.</summary>
    public static IMvcBuilder OnlyControllers(this IMvcBuilder mvc, params Type[] controllers) => mvc.ConfigureApplicationPartManager(parts =>
    {
        foreach (var provider in parts.FeatureProviders.OfType<IApplicationFeatureProvider<ControllerFeature>>().ToArray())
        {
            parts.FeatureProviders.Remove(provider);
        }

        parts.FeatureProviders.Add(new Listed(controllers));
    });

    private sealed class Listed(Type[] controllers) : IApplicationFeatureProvider<ControllerFeature>
    {
        public void PopulateFeature(IEnumerable<ApplicationPart> parts, ControllerFeature feature)
        {
            foreach (var controller in controllers)
            {
                feature.Controllers.Add(controller.GetTypeInfo());
            }
        }
    }
}
