using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Cors;

/// <summary>After routing, whose endpoints may name a policy, and before authentication: a pre-flight carries no credential.</summary>
internal sealed class CorsMiddleware(RequestDelegate next, FeatureOptionsSource<ApiCorsOptions> options)
{
    public Task InvokeAsync(HttpContext context)
    {
        _ = options;
        return next(context);
    }
}
