using ApiSecurity.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Errors;

internal static class ErrorsServices
{
    public static void AddErrorsServices(this IServiceCollection services)
    {
        services.AddSingleton<FailureHandler>();
        services.AddSingleton<IStartupInspector, ErrorsInspector>();
    }
}
