using System.Net;
using System.Net.Sockets;

namespace OrdersApi.Secured;

/// <summary>
/// Fetches from partners that the operator has named (<c>OrdersApi:ImportFrom</c>), and from nowhere else. This is the sample's own
/// code, made of what .NET has; the library has no part for outgoing requests yet.
/// </summary>
public sealed class ImportClient(HttpClient http, IConfiguration configuration)
{
    private readonly string[] _origins = configuration.GetSection("OrdersApi:ImportFrom").Get<string[]>() ?? [];

    /// <returns>The partner's text, or <see langword="null"/> if the address is not a partner's.</returns>
    public async Task<string?> FetchAsync(Uri url, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.IsAbsoluteUri && url.UserInfo.Length == 0 && _origins.Contains(url.GetLeftPart(UriPartial.Authority), StringComparer.OrdinalIgnoreCase)
            ? await http.GetStringAsync(url, cancellationToken)
            : null;
    }

    public static void Configure(IServiceCollection services) => services
        .AddHttpClient<ImportClient>(client =>
        {
            client.Timeout = TimeSpan.FromSeconds(5);
            client.MaxResponseContentBufferSize = 64 * 1024;
        })
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,      // a partner's redirect could point anywhere
            UseProxy = false,
            ConnectCallback = ConnectAsync,
        });

    /// <summary>
    /// The last word is the address that is connected to: a partner's name may come to point inside. Where the operator named an
    /// address itself there is no name to be moved.
    /// </summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(context.DnsEndPoint.Host, out var named)
            ? [named]
            : (await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken)).Where(IsPublic).ToArray();
        if (addresses.Length == 0)
        {
            throw new HttpRequestException("The partner's name does not point to a public address.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        }.Select(IPNetwork.Parse),
    ];

    // Of IPv6 only global unicast, and not the parts of it that carry an IPv4 address inside (6to4, Teredo) or are for documentation.
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] NotGlobal = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    private static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetwork
            ? !NotPublic.Any(network => network.Contains(plain))
            : Global.Contains(plain) && !NotGlobal.Any(network => network.Contains(plain));
    }
}
