using System.Net;
using ApiSecurity.Transport;
using Microsoft.AspNetCore.Http.Features;

namespace ApiSecurity.Tests.Transport;

public sealed class TransportFastPathTests
{
    public static TheoryData<string, string, string> Requests() => new()
    {
        // method, target, headers
        { "GET", "/orders/42", "" },
        { "GET", "/orders/42?expand=lines&sort=-date", "Accept: application/json" },
        { "GET", "/search/caf%C3%A9?q=%F0%9F%98%80", "Accept: text/html, application/json;q=0.9, */*;q=0.8" },
        { "POST", "/orders", "Content-Type: application/json|Content-Length: 2" },
        { "HTTP/2 GET", "/orders/42", "Accept: application/json|User-Agent: x|X-Request-Id: 1" },
        { "POST", "/orders", "Content-Type: application/json; charset=utf-8|Content-Length: 2|Authorization: Bearer x" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task What_an_honest_client_sends_allocates_nothing(string method, string target, string headers)
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapMethods("{**path}", [method[(method.IndexOf(' ', StringComparison.Ordinal) + 1)..]], () => TypedResults.Ok(1)).AsPublicEndpoint("a test")
                .WithMetadata(new Microsoft.AspNetCore.Http.Metadata.AcceptsMetadata(["application/json"]))
                .WithRequestLimits(limits => (limits.MaxBytes, limits.MaxQueryBytes) = (1000, 200)),
            new() { ["Transport:AllowedHosts:0"] = "api.example" });
        var services = app.App.Services;
        // Kestrel counts the headers' bytes by itself; other servers' are counted one by one.
        services.GetRequiredService<KestrelState>().BoundsHeaders = true;
        RequestDelegate next = _ => Task.CompletedTask;
        var content = ActivatorUtilities.CreateInstance<RequestContentMiddleware>(services, next);
        var limits = ActivatorUtilities.CreateInstance<RequestLimitsMiddleware>(services, (RequestDelegate)content.InvokeAsync);
        var transport = ActivatorUtilities.CreateInstance<TransportMiddleware>(services, (RequestDelegate)limits.InvokeAsync);
        var context = MakeContext(services, method, target, headers);
        await transport.InvokeAsync(context);
        Assert.Equal(200, context.Response.StatusCode);

        Assert.Equal(0, Allocations.Of(transport.InvokeAsync, context));
    }

    private static DefaultHttpContext MakeContext(IServiceProvider services, string method, string target, string headers)
    {
        var context = new DefaultHttpContext { RequestServices = services };
        context.Features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature());
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var version = method.IndexOf(' ', StringComparison.Ordinal);
        context.Request.Protocol = version < 0 ? "HTTP/1.1" : method[..version];
        context.Request.Method = method[(version + 1)..];
        context.Request.Path = PathString.FromUriComponent(mark < 0 ? target : target[..mark]);
        context.Request.QueryString = new QueryString(mark < 0 ? null : target[mark..]);
        context.Request.Scheme = "https";
        context.Request.Headers.Host = "api.example";
        context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.7");
        foreach (var header in headers.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            context.Request.Headers.Append(header[..header.IndexOf(':', StringComparison.Ordinal)], header[(header.IndexOf(':', StringComparison.Ordinal) + 2)..]);
        }

        context.SetEndpoint(services.GetRequiredService<EndpointDataSource>().Endpoints.First());
        return context;
    }

    private sealed class HttpRequestLifetimeFeature : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; }

        public void Abort() => throw new InvalidOperationException("Nobody aborts here.");
    }
}
