namespace ApiSecurity.Tests.Transport;

/// <summary>One application on a real socket for all tests of a class; it answers every path and method with what it was asked.</summary>
public sealed class KestrelFixture : IAsyncLifetime
{
    private TestApp? _app;

    public TestApp App => _app!;

    public Uri Address => App.Address;

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync(Echo, kestrel: true);

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal static void Echo(WebApplication app) =>
        app.Map("{**path}", (HttpRequest request) => $"{request.Method} {request.Path}{request.QueryString}").AllowAnonymous();
}
