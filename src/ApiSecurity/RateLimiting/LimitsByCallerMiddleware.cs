using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.RateLimiting;

/// <summary>After authentication: fair to identities, not to addresses.</summary>
internal sealed class LimitsByCallerMiddleware(RequestDelegate next, FeatureOptionsSource<RateLimitOptions> options)
{
    public Task InvokeAsync(HttpContext context)
    {
        _ = options;
        return next(context);
    }
}
