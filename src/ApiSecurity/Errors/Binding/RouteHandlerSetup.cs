using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Errors;

/// <summary>
/// Makes minimal APIs throw what they could not bind. Otherwise they answer 400 and tell the reason to the debug log alone, in every
/// environment but Development.
/// </summary>
internal sealed class RouteHandlerSetup(FeatureOptionsSource<ErrorsOptions> options) : IPostConfigureOptions<RouteHandlerOptions>
{
    /// <summary>Whether exceptions are thrown that the application would not see by itself.</summary>
    public bool IsImposed { get; private set; }

    public void PostConfigure(string? name, RouteHandlerOptions routeHandlers)
    {
        if (!routeHandlers.ThrowOnBadRequest && options.Current is { IsEnforced: true, DescribeBindingErrors: true })
        {
            routeHandlers.ThrowOnBadRequest = true;
            IsImposed = true;
        }
    }
}
