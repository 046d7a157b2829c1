using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Tests.Authentication;

/// <summary>The client's side of RFC 9449.</summary>
public sealed class DPoPClientTests
{
    private static readonly Dictionary<string, string?> Settings = new() { ["AccessTokens:Clients:orders:UseDPoP"] = "true" };

    private readonly TokenServer _server = new();

    public DPoPClientTests() => _server.Give = _ => Task.FromResult(_server.Token("DPoP"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_request_has_a_proof_of_its_own_with_one_key()
    {
        await using var app = await _server.StartAppAsync(Settings);

        await Client(app).GetAsync("list?secret=1#part", Stop);
        await Client(app).GetAsync("list?secret=1", Stop);

        var forToken = await ReadAsync(Assert.Single(_server.Given).Proof);
        Assert.Equal(("POST", "https://id.example.com/token"), (Claim(forToken, "htm"), Claim(forToken, "htu")));
        Assert.False(forToken.TryGetPayloadValue<string>("ath", out _));
        var calls = _server.Called.ToArray();
        Assert.Equal("DPoP token-1", calls[0].Authorization);
        var proof = await ReadAsync(calls[0].Proof);
        Assert.Equal(("GET", "https://orders.example.com/v1/list"), (Claim(proof, "htm"), Claim(proof, "htu")));
        Assert.Equal(Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes("token-1"))), Claim(proof, "ath"));
        Assert.Equal(app.Time.GetUtcNow().ToUnixTimeSeconds(), proof.GetPayloadValue<long>("iat"));
        Assert.Equal("ES256", proof.Alg);
        Assert.NotEqual(proof.Id, (await ReadAsync(calls[1].Proof)).Id);
        Assert.Equal(Jwk(forToken).GetRawText(), Jwk(proof).GetRawText());
        Assert.Equal(["crv", "kty", "x", "y"], Jwk(proof).EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nonces_that_servers_ask_for_are_used_from_then_on()
    {
        _server.Give = async seen => Nonce(await ReadAsync(seen.Proof)) == "as-1" ? _server.Token("DPoP") : WithNonce(AuthorizationServer.Json("""{"error":"use_dpop_nonce"}""", 400), "as-1");
        _server.Answer = seen =>
        {
            var nonce = Nonce(new JsonWebToken(seen.Proof));
            var response = new HttpResponseMessage(nonce is null ? HttpStatusCode.Unauthorized : HttpStatusCode.OK);
            if (nonce is null)
            {
                response.Headers.WwwAuthenticate.ParseAdd("DPoP error=\"use_dpop_nonce\", error_description=\"nonce\"");
            }

            return WithNonce(response, nonce is null ? "rs-1" : "rs-2");
        };
        await using var app = await _server.StartAppAsync(Settings);

        Assert.Equal(HttpStatusCode.OK, (await Client(app).GetAsync("list", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Client(app).GetAsync("list", Stop)).StatusCode);

        Assert.Equal(2, _server.Given.Count);
        Assert.Equal([null, "rs-1", "rs-2"], _server.Called.Select(call => Nonce(new JsonWebToken(call.Proof))));
        Assert.All(_server.Called, call => Assert.Equal("DPoP token-1", call.Authorization));
    }

    [Fact]
    public async Task A_server_that_asks_for_nonces_for_ever_is_asked_twice()
    {
        _server.Give = _ => Task.FromResult(WithNonce(AuthorizationServer.Json("""{"error":"use_dpop_nonce"}""", 400), "again"));
        await using var app = await _server.StartAppAsync(Settings);

        await Assert.ThrowsAsync<HttpRequestException>(() => Client(app).GetAsync("list", Stop));

        Assert.Equal(2, _server.Given.Count);
    }

    [Fact]
    public async Task An_API_that_asks_for_nonces_for_ever_is_asked_twice()
    {
        _server.Answer = _ =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.Unauthorized);
            response.Headers.WwwAuthenticate.ParseAdd("DPoP error=\"use_dpop_nonce\"");
            return WithNonce(response, "again");
        };
        await using var app = await _server.StartAppAsync(Settings);

        Assert.Equal(HttpStatusCode.Unauthorized, (await Client(app).GetAsync("list", Stop)).StatusCode);
        Assert.Equal(2, _server.Called.Count);
    }

    [Fact]
    public async Task A_token_that_is_not_bound_is_not_used()
    {
        _server.Give = _ => Task.FromResult(_server.Token("Bearer"));
        await using var app = await _server.StartAppAsync(Settings);

        await Assert.ThrowsAsync<HttpRequestException>(() => Client(app).GetAsync("list", Stop));
        Assert.Empty(_server.Called);
    }

    private static HttpClient Client(TestApp app) => app.App.Services.GetRequiredService<IHttpClientFactory>().CreateClient("orders");

    private static string Claim(JsonWebToken proof, string name) => proof.GetPayloadValue<string>(name);

    private static string? Nonce(JsonWebToken proof) => proof.TryGetPayloadValue<string>("nonce", out var nonce) ? nonce : null;

    private static JsonElement Jwk(JsonWebToken proof) => proof.GetHeaderValue<JsonElement>("jwk");

    private static HttpResponseMessage WithNonce(HttpResponseMessage response, string nonce)
    {
        response.Headers.Add("DPoP-Nonce", nonce);
        return response;
    }

    /// <summary>The proof, after its signature was checked with the key in it.</summary>
    private static async Task<JsonWebToken> ReadAsync(string? text)
    {
        var proof = new JsonWebToken(text);
        Assert.Equal("dpop+jwt", proof.Typ);
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(text, new TokenValidationParameters
        {
            IssuerSigningKey = new JsonWebKey(Jwk(proof).GetRawText()),
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        });
        Assert.True(result.IsValid, result.Exception?.ToString());
        return proof;
    }
}
