using ApiSecurity.Authentication;
using Microsoft.Extensions.Hosting;

namespace ApiSecurity.Sqlite;

/// <summary>A file that can't be made stops the start. One that is away later does not stop anything.</summary>
internal sealed class SqliteRevocationStart(IRevocationStore store) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        (store as SqliteRevocationStore)?.Prepare();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
