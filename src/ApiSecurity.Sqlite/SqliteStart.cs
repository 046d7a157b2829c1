using ApiSecurity.Authentication;
using Microsoft.Extensions.Hosting;

namespace ApiSecurity.Sqlite;

/// <summary>Makes the file before the server listens, so that one that can't be made stops the start.</summary>
internal sealed class SqliteStart(IEnumerable<IApiKeyStore> stores) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var store in stores.OfType<SqliteApiKeyStore>())
        {
            store.Prepare();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
