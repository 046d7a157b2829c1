using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authentication;

/// <summary>Before everything that needs to know the caller.</summary>
internal sealed class AuthenticationMiddleware(RequestDelegate next, FeatureOptionsSource<JwtOptions> options)
{
    public Task InvokeAsync(HttpContext context)
    {
        _ = options;
        return next(context);
    }
}
