using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ApiSecurity.Transport;

/// <summary>Where the application runs; known once the server is.</summary>
internal sealed class TransportSurroundings
{
    public TransportSurroundings(IServiceProvider services)
    {
        IsDevelopment = services.GetService<IHostEnvironment>()?.IsDevelopment() == true;
        IsInProcess = IsTestServer(services.GetService<IServer>()?.GetType());
    }

    public bool IsDevelopment { get; }

    /// <summary>
    /// Whether requests come by method call (<c>TestServer</c>, <c>WebApplicationFactory</c>): no network, nobody to protect from. A missing
    /// remote address alone does not say so: behind a Unix socket there is none either, and a proxy with the whole world before it.
    /// </summary>
    public bool IsInProcess { get; }

    // By name: the package of the test server is no dependency of ours.
    private static bool IsTestServer(Type? type) =>
        type is not null && (type.FullName == "Microsoft.AspNetCore.TestHost.TestServer" || IsTestServer(type.BaseType));
}
