using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Headers;

/// <summary>
/// First of all, so that errors and rejections of every later step carry the headers too. They are set when the response starts:
/// callbacks run last in, first out, so everybody else has said by then what they have to say, and <c>Response.Clear()</c> can't lose them.
/// </summary>
internal sealed class HeadersMiddleware(RequestDelegate next, HeaderPolicySource policies)
{
    public Task InvokeAsync(HttpContext context)
    {
        var current = policies.Current;
        if (current.IsEnabled && !context.Response.HasStarted)
        {
            context.Response.OnStarting(current.OnStarting(context.Request.Path), context);
        }

        return next(context);
    }
}
