using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Authentication;

/// <summary>Has the keys read while the application starts, which does not wait for them: a slow authorization server must not keep it from starting.</summary>
internal sealed class IssuerStart(IssuerRegistry issuers, IOptionsMonitor<JwtBearerOptions> options) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // The options have been made by now, by the checks at start; a test server without those makes them here.
        _ = options.Get(JwtBearerDefaults.AuthenticationScheme);
        issuers.StartAll();
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
