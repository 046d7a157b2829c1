using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Errors;

internal static class ErrorsServices
{
    public static void AddErrorsServices(this IServiceCollection services)
    {
        services.AddSingleton<FailureHandler>();
        services.AddSingleton<RouteHandlerSetup>();
        services.AddSingleton<IPostConfigureOptions<RouteHandlerOptions>>(provider => provider.GetRequiredService<RouteHandlerSetup>());
        services.AddSingleton<MvcBindingSetup>();
        services.AddSingleton<IPostConfigureOptions<MvcOptions>>(provider => provider.GetRequiredService<MvcBindingSetup>());
        services.AddSingleton<IPostConfigureOptions<JsonOptions>>(provider => provider.GetRequiredService<MvcBindingSetup>());
        services.AddSingleton<IPostConfigureOptions<ApiBehaviorOptions>>(provider => provider.GetRequiredService<MvcBindingSetup>());
        services.AddSingleton<IPostConfigureOptions<ProblemDetailsOptions>, TraceIdSetup>();
        services.AddWithholdingLoggers();
        services.AddSingleton<IStartupInspector, ErrorsInspector>();
    }
}
