using System.Net.Http.Headers;
using System.Text;
using OrdersApi.Development;

namespace AttackDemo;

/// <summary>One of the two servers, as an attacker sees it.</summary>
public sealed class Target(HttpClient client, Uri address, Uri plainAddress, int partnerPort, DevelopmentIssuer issuer)
{
    /// <summary>A client that knows the way to the server: for WebSockets.</summary>
    public HttpMessageInvoker Client => client;

    /// <summary>Where the API is meant to be used.</summary>
    public Uri Address { get; } = address;

    /// <summary>The same server without TLS.</summary>
    public Uri PlainAddress { get; } = plainAddress;

    /// <summary>Where on this machine the partner serves whose orders may be imported.</summary>
    public int PartnerPort { get; } = partnerPort;

    /// <summary>The identity provider: gives tokens, and publishes its public key.</summary>
    public DevelopmentIssuer Issuer { get; } = issuer;

    public Task<Answer> GetAsync(string path, Person? caller = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, caller, null, headers);

    public Task<Answer> PostAsync(string path, Person? caller, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, caller, Json(json), headers);

    /// <summary>
    /// As <see cref="PostAsync"/>, but asks before it sends the body, as curl does with long ones (<c>Expect: 100-continue</c>, RFC 9110
    /// section 10.1.1): a server that refuses by the length closes the connection, and the answer would be lost in it.
    /// </summary>
    public Task<Answer> PostPatientlyAsync(string path, Person? caller, string json) => SendAsync(HttpMethod.Post, path, caller, Json(json), ("Expect", "100-continue"));

    public Task<Answer> PatchAsync(string path, Person? caller, string json) => SendAsync(HttpMethod.Patch, path, caller, Json(json));

    public Task<Answer> GetWithTokenAsync(string path, string token) => SendAsync(HttpMethod.Get, path, token, null);

    public Task<Answer> SendAsync(HttpMethod method, string path, Person? caller, HttpContent? content, params (string Name, string Value)[] headers) =>
        SendAsync(method, path, caller is null ? null : Issuer.TokenFor(caller), content, headers);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? token, HttpContent? content, params (string Name, string Value)[] headers)
    {
        // The path goes out as it is written: an attacker's client does not tidy up.
        using var request = new HttpRequestMessage(method, new Uri(Address + path.TrimStart('/'), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Content = content;
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Answer.ReadAsync(await client.SendAsync(request));
    }

    public async Task<Answer> GetPlainAsync(string path, Person caller)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(PlainAddress, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Issuer.TokenFor(caller));
        return await Answer.ReadAsync(await client.SendAsync(request));
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}
