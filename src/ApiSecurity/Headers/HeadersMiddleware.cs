using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Headers;

/// <summary>First of all, so that errors and rejections of every later step carry the headers too.</summary>
internal sealed class HeadersMiddleware(RequestDelegate next, FeatureOptionsSource<HeadersOptions> options)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (options.Current.IsEnabled)
        {
            context.Response.OnStarting(
                static state =>
                {
                    ((HttpContext)state).Response.Headers.XContentTypeOptions = "nosniff";
                    return Task.CompletedTask;
                },
                context);
        }

        return next(context);
    }
}
