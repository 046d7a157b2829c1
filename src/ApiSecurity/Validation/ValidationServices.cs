using ApiSecurity.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Validation;

internal static class ValidationServices
{
    public static void AddValidationServices(this IServiceCollection services)
    {
        services.AddSingleton<ValidationPlans>();
        services.AddSingleton<JsonContracts>();
        services.AddSingleton<XmlContracts>();
        services.AddSingleton<XmlBodies>();
        services.AddSingleton<IStartupInspector, ValidationInspector>();
        services.AddSingleton<IOptionsRule<InspectionOptions>, InspectionOptionsRule>();
        services.AddSingleton<IStartupInspector, InspectionStartup>();
    }
}
