using System.Net;

namespace ApiSecurity.Tests.Authentication;

/// <summary>Has requests come from an address.</summary>
internal sealed class CallsFrom(Func<IPAddress?> address) : Microsoft.AspNetCore.Hosting.IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((HttpContext context, RequestDelegate rest) =>
        {
            context.Connection.RemoteIpAddress = address();
            return rest(context);
        });
        next(app);
    };
}
