using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OrdersApi.Data;

namespace OrdersApi.Development;

/// <summary>Prints, once the server listens, lines that can be copied into a shell. Only in Development: they hold tokens.</summary>
public sealed class CurlLines(IServer server, IHostApplicationLifetime lifetime, DevelopmentIssuer issuer) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() => Console.WriteLine(Text(issuer, server.Features.Get<IServerAddressesFeature>()!.Addresses.First())));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public static string Text(DevelopmentIssuer issuer, string address)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        var tokens = Person.All.Select(person => $"{person.Subject.ToUpperInvariant()}={issuer.TokenFor(person)}");
        return string.Create(CultureInfo.InvariantCulture, $$"""

            Orders API: {{address}}    its OpenAPI page: {{address}}/docs

            Development tokens, good for eight hours (alice and bob are customers of the shop "north", carol of "south";
            sam is support, fiona finance, ada administrator of "north"). Paste them into a shell, then try:

            {{string.Join("\n", tokens)}}

            # alice's order, and bob's
            curl -i {{address}}/orders/{{Seed.AlicesOrder}} -H "Authorization: Bearer $ALICE"
            curl -i {{address}}/orders/{{Seed.BobsOrder}} -H "Authorization: Bearer $ALICE"

            # an order, and one in bob's name
            curl -i {{address}}/orders -H "Authorization: Bearer $ALICE" --json '{ "lines": [ { "sku": "tea-sencha", "quantity": 2 } ] }'
            curl -i {{address}}/orders -H "Authorization: Bearer $ALICE" --json '{ "ownerId": "bob", "lines": [ { "sku": "tea-sencha", "quantity": 2 } ] }'

            # nobody, then support (who sees the whole shop, and no other), then the administrator's report
            curl -i "{{address}}/orders?take=3"
            curl -i "{{address}}/orders?take=3" -H "Authorization: Bearer $SAM"
            curl -i {{address}}/admin/reports/revenue -H "Authorization: Bearer $ADA"

            """);
    }
}
