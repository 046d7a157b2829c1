using System.Net;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace ApiSecurity.Authentication;

/// <summary>Reads an authorization server's metadata (OpenID Connect Discovery 1.0 section 4, or RFC 8414 section 3) and the keys that they point to.</summary>
internal sealed class IssuerReader(HttpClient client, string? authority, string? address, bool requireHttps, Func<IEnumerable<string>> otherIssuers) : IDocumentRetriever
{
    public async Task<OpenIdConnectConfiguration> ReadAsync(CancellationToken cancel)
    {
        if (address is not null)
        {
            return await ReadAsync(address, cancel).ConfigureAwait(false);
        }

        var (openId, oauth) = ServerAddress.MetadataOf(authority!);
        try
        {
            return Checked(await ReadAsync(openId.AbsoluteUri, cancel).ConfigureAwait(false));
        }
        catch (HttpRequestException exception) when (exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            // An authorization server that knows nothing of OpenID Connect.
            return Checked(await ReadAsync(oauth.AbsoluteUri, cancel).ConfigureAwait(false));
        }
    }

    public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && (requireHttps || uri.Scheme != Uri.UriSchemeHttp)))
        {
            throw new InvalidOperationException("The metadata point to an address that is not https.");
        }

        using var response = await client.GetAsync(uri, cancel).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(cancel).ConfigureAwait(false);
    }

    private async Task<OpenIdConnectConfiguration> ReadAsync(string metadata, CancellationToken cancel)
    {
        var configuration = await OpenIdConnectConfigurationRetriever.GetAsync(metadata, this, cancel).ConfigureAwait(false);
        return configuration.SigningKeys.Count > 0 ? configuration : throw new InvalidOperationException("The metadata come with no keys.");
    }

    /// <summary>RFC 8414 section 3.3: the issuer must be the one that was asked.</summary>
    private OpenIdConnectConfiguration Checked(OpenIdConnectConfiguration configuration)
    {
        var issuer = configuration.Issuer ?? string.Empty;
        return ServerAddress.IsSameIssuer(issuer, authority!) || otherIssuers().Contains(issuer, StringComparer.Ordinal)
            ? configuration
            : throw new IssuerMismatchException(authority!, issuer);
    }
}
