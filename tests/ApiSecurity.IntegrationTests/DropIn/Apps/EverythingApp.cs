using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.FileProviders;

namespace ApiSecurity.IntegrationTests.DropIn.Apps;

/// <summary>What else applications have: a path base, groups, health checks, gRPC, SignalR, static files, a fallback, streams.</summary>
internal static class EverythingApp
{
    public static ExistingApp Create() => new(
        "everything",
        builder =>
        {
            builder.Services.AddGrpc();
            builder.Services.AddSignalR();
            builder.Services.AddHealthChecks();
            builder.Services.AddResponseCompression();
            builder.Services.AddOutputCache();
        },
        app =>
        {
            app.UseResponseCompression();
            app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(ApiSecurity.Tests.Repository.PathOf("tests", "ApiSecurity.IntegrationTests", "DropIn", "wwwroot")) });
            app.UseRouting();
            app.UseOutputCache();
            app.MapGrpcService<GreeterService>();
            app.MapHub<EchoHub>("/hub");
            app.MapHealthChecks("/health");
            var group = app.MapGroup("/v1").WithTags("v1");
            group.MapGet("/items/{id:int}", (int id) => new { id });
            group.MapPost("/items", (Item item) => Results.Ok(item));
            group.MapPost("/form", (IFormCollection form) => form["a"].ToString()).DisableAntiforgery();
            app.MapGet("/cached", () => "cached").CacheOutput();
            app.MapGet("/stream", () => Stream());
            app.MapFallback(() => Results.Text("fallback"));
        },
        [
            new("GET", "/health"),
            new("GET", "/base/health"),
            new("GET", "/v1/items/7"),
            new("GET", "/v1/items/seven"),
            new("POST", "/v1/items", """{"name":"a"}""", "application/json"),
            new("POST", "/v1/items", """{"name":null,"x":{"y":[1,2,3]}}""", "application/json"),
            new("POST", "/v1/form", "a=b&c=d", "application/x-www-form-urlencoded"),
            new("POST", "/hub/negotiate?negotiateVersion=1", "", "text/plain"),
            new("GET", "/cached"),
            new("GET", "/cached"),
            new("GET", "/stream"),
            new("GET", "/hello.txt"),
            new("GET", "/base/hello.txt"),
            new("GET", "/hello.txt", null, null, ("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT")),
            new("GET", "/somewhere/else"),
            new("GET", "/v1/items/7", null, null, ("Accept-Encoding", "gzip")),
        ])
    { Rewriting = app => app.UsePathBase("/base") };

    private static async IAsyncEnumerable<int> Stream()
    {
        for (var number = 0; number < 3; number++)
        {
            await Task.Yield();
            yield return number;
        }
    }

    internal sealed record Item(string? Name);

    internal sealed class EchoHub : Hub
    {
        public string Echo(string text) => text;
    }

    internal sealed class GreeterService : Greeter.GreeterBase
    {
        public override Task<HelloReply> SayHello(HelloRequest request, Grpc.Core.ServerCallContext context) =>
            Task.FromResult(new HelloReply { Message = $"Hello {request.Name}" });
    }
}
