using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace ApiSecurity.Authentication;

/// <summary>Gives requests their token, and a proof where the token is bound to a key; and tries once more where an API does not take it.</summary>
internal sealed class AccessTokenHandler(AccessTokenService service, string name, Lazy<Uri?> baseAddress) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!service.Source.Current.IsEnabled || request.Headers.Authorization is not null)
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var client = service.Find(name);
        var address = request.RequestUri!;
        if (!TokenHosts.Allow(client.Options.AllowedHosts, client.Options.AllowedHosts.Count == 0 ? baseAddress.Value : null, address, service.IsDevelopment))
        {
            throw new HttpRequestException($"The request was not sent: its host is none that tokens of the client '{name}' may be sent to. List it in ApiSecurity:AccessTokens:Clients:{name}:AllowedHosts, with https.");
        }

        var token = await client.GetAsync(cancellationToken).ConfigureAwait(false);
        var (hasTriedNonce, hasTriedToken) = (false, false);
        while (true)
        {
            var prover = client.Endpoint.Prover;
            Apply(request, address, token, prover);
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            // After a redirect the request is one to somewhere else, and its token is gone with good reason.
            if (!ReferenceEquals(request.RequestUri, address))
            {
                return response;
            }

            prover?.Learn(address, RemoteServer.Nonce(response));
            if (response.StatusCode != HttpStatusCode.Unauthorized || !CanBeSentAgain(request.Content))
            {
                return response;
            }

            if (prover is not null && !hasTriedNonce && AsksForNonce(response))
            {
                hasTriedNonce = true;
            }
            else if (!hasTriedToken && await OtherThanAsync(client, token, cancellationToken).ConfigureAwait(false) is { } other)
            {
                (token, hasTriedToken) = (other, true);
            }
            else
            {
                return response;
            }

            response.Dispose();
        }
    }

    private static void Apply(HttpRequestMessage request, Uri address, AccessToken token, DPoPProver? prover)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue(token.TokenType, token.Value);
        if (prover is not null)
        {
            request.Headers.Remove("DPoP");
            request.Headers.Add("DPoP", prover.Proof(request.Method.Method, address, token.Value));
        }
    }

    private static async Task<AccessToken?> OtherThanAsync(AccessTokenClient client, AccessToken token, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetOtherThanAsync(token, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException)
        {
            // The API's answer tells the caller more than that.
            return null;
        }
    }

    /// <summary>RFC 9449 section 9.</summary>
    private static bool AsksForNonce(HttpResponseMessage response) =>
        RemoteServer.Nonce(response) is not null
        && response.Headers.WwwAuthenticate.Any(challenge => challenge.Scheme.Equals("DPoP", StringComparison.OrdinalIgnoreCase)
            && (challenge.Parameter?.Contains("use_dpop_nonce", StringComparison.Ordinal) ?? false));

    /// <summary>A stream is read once.</summary>
    private static bool CanBeSentAgain(HttpContent? content) => content is null or ByteArrayContent or ReadOnlyMemoryContent or JsonContent;
}
