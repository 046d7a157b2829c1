using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.RateLimiting;

/// <summary>
/// After routing, because endpoints can have limits of their own, and before authentication: guessing is limited before costly
/// cryptography. Pre-flights have been answered before.
/// </summary>
internal sealed class LimitsByAddressMiddleware(RequestDelegate next, RateLimiter limiter, Refusals refusals)
{
    public Task InvokeAsync(HttpContext context)
    {
        var limits = limiter.Limits;
        if (!limits.Options.IsEnabled || limiter.TakeByAddress(context, limits) is not { } refusal)
        {
            return next(context);
        }

        return refusals.ApplyAsync(context, limits.Options, refusal, next);
    }
}
