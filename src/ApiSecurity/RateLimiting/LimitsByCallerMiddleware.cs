using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.RateLimiting;

/// <summary>
/// After authentication: fair to identities, not to addresses. Before authorization and validation: a caller over the limit must not
/// cost more work.
/// </summary>
internal sealed class LimitsByCallerMiddleware(RequestDelegate next, RateLimiter limiter, Refusals refusals)
{
    public Task InvokeAsync(HttpContext context)
    {
        var limits = limiter.Limits;
        if (!limits.Options.IsEnabled || limiter.TakeByCaller(context, limits) is not { } refusal)
        {
            return next(context);
        }

        return refusals.ApplyAsync(context, limits.Options, refusal, next);
    }
}
