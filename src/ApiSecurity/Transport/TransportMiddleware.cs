using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Transport;

/// <summary>Before routing and authentication: the cheapest refusals come first.</summary>
internal sealed class TransportMiddleware(RequestDelegate next, FeatureOptionsSource<TransportOptions> options)
{
    public Task InvokeAsync(HttpContext context)
    {
        _ = options;
        return next(context);
    }
}
