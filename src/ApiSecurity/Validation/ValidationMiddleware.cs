using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Validation;

/// <summary>Last before the endpoint: one pass over the body, for callers who may send it.</summary>
internal sealed class ValidationMiddleware(RequestDelegate next, FeatureOptionsSource<RequestValidationOptions> options)
{
    public Task InvokeAsync(HttpContext context)
    {
        _ = options;
        return next(context);
    }
}
