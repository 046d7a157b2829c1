using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Transport;

/// <summary>Where the application runs; known once the server is.</summary>
internal sealed class TransportSurroundings
{
    public TransportSurroundings(IServiceProvider services)
    {
        IsDevelopment = services.GetService<IHostEnvironment>()?.IsDevelopment() == true;
        var forwarded = services.GetService<IOptions<ForwardedHeadersOptions>>()?.Value;
        ReadsForwardedHeaders = forwarded is not null && forwarded.ForwardedHeaders != ForwardedHeaders.None;
        TrustsEveryProxy = forwarded is { KnownProxies.Count: 0, KnownIPNetworks.Count: 0 };
        AllowedHosts = services.GetService<IConfiguration>()?["AllowedHosts"]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        IsInProcess = IsTestServer(services.GetService<IServer>()?.GetType());
    }

    public bool IsDevelopment { get; }

    /// <summary>
    /// Whether requests come by method call (<c>TestServer</c>, <c>WebApplicationFactory</c>): no network, nobody to protect from. A missing
    /// remote address alone does not say so: behind a Unix socket there is none either, and a proxy with the whole world before it.
    /// </summary>
    public bool IsInProcess { get; }

    /// <summary>Whether the application has set the framework's own middleware for forwarded headers up.</summary>
    public bool ReadsForwardedHeaders { get; }

    /// <summary>Whether that middleware believes everybody.</summary>
    public bool TrustsEveryProxy { get; }

    /// <summary>The application's own key <c>AllowedHosts</c>.</summary>
    public IReadOnlyList<string> AllowedHosts { get; }

    // By name: the package of the test server is no dependency of ours.
    private static bool IsTestServer(Type? type) =>
        type is not null && (type.FullName == "Microsoft.AspNetCore.TestHost.TestServer" || IsTestServer(type.BaseType));
}
