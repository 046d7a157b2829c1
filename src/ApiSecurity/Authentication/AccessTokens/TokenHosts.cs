using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Authentication;

/// <summary>Where the tokens of a client may be sent.</summary>
internal static class TokenHosts
{
    /// <param name="allowed">The configured hosts.</param>
    /// <param name="baseAddress">The HTTP client's own, which counts where none are configured.</param>
    /// <param name="address">The request's.</param>
    /// <param name="isDevelopment">Whether the own machine may be spoken to without TLS.</param>
    public static bool Allow(IList<string> allowed, Uri? baseAddress, Uri address, bool isDevelopment)
    {
        if (!address.IsAbsoluteUri || !(address.Scheme == Uri.UriSchemeHttps || (isDevelopment && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            return false;
        }

        if (allowed.Count == 0)
        {
            return baseAddress is not null && IsSame(baseAddress, address);
        }

        foreach (var host in allowed)
        {
            if (IsSame(new Uri(host), address))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The base address that an HTTP client gets where the factory makes it.</summary>
    public static Uri? BaseAddressOf(string httpClient, IOptionsMonitor<HttpClientFactoryOptions> options)
    {
        using var client = new HttpClient();
        foreach (var configure in options.Get(httpClient).HttpClientActions)
        {
            configure(client);
        }

        return client.BaseAddress;
    }

    private static bool IsSame(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
}
