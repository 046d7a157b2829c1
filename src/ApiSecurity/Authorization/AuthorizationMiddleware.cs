using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authorization;

/// <summary>Before the body is read: a caller who may not send it costs no parsing.</summary>
internal sealed class AuthorizationMiddleware(RequestDelegate next, FeatureOptionsSource<ApiAuthorizationOptions> options)
{
    public Task InvokeAsync(HttpContext context)
    {
        _ = options;
        return next(context);
    }
}
