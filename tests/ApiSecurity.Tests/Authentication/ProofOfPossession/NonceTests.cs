using System.Net;

namespace ApiSecurity.Tests.Authentication.Possession;

public sealed class NonceTests
{
    private const string Url = "https://api.example.com/me";

    private static readonly Dictionary<string, string?> WithNonces = new() { ["ProofOfPossession:RequireNonce"] = "true" };

    [Fact]
    public async Task A_client_is_told_the_nonce_and_let_in_with_it()
    {
        await using var app = await JwtApp.StartAsync(WithNonces);
        var (client, token) = Client(app);
        var nonce = await AskAsync(app, client, token);
        await app.AssertLetInAsync(Url, token, client.Proof("GET", Url, token, claims => claims["nonce"] = nonce));
    }

    [Fact]
    public async Task The_time_of_the_nonce_takes_the_place_of_the_clients()
    {
        await using var app = await JwtApp.StartAsync(WithNonces);
        var (client, token) = Client(app);
        var nonce = await AskAsync(app, client, token);
        await app.AssertLetInAsync(Url, token, client.Proof("GET", Url, token, claims => (claims["nonce"], claims["iat"]) = (nonce, 1_000_000_000)));
    }

    [Fact]
    public async Task A_nonce_does_not_make_a_proof_good_twice()
    {
        await using var app = await JwtApp.StartAsync(WithNonces);
        var (client, token) = Client(app);
        var nonce = await AskAsync(app, client, token);
        var proof = client.Proof("GET", Url, token, claims => claims["nonce"] = nonce);
        await app.AssertLetInAsync(Url, token, proof);
        app.Time.Advance(TimeSpan.FromSeconds(239));
        await app.AssertNotLetInAsync(Url, token, proof, "proof_replayed", "invalid_dpop_proof");
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await app.AssertNotLetInAsync(Url, token, proof, "use_dpop_nonce", "use_dpop_nonce");
    }

    /// <summary>RFC 9449 section 8.2: a cache would give somebody an old nonce.</summary>
    [Fact]
    public async Task An_answer_with_a_nonce_is_kept_by_nobody()
    {
        const string Kept = "https://api.example.com/kept";
        await using var app = await JwtApp.StartAsync(WithNonces, map: app =>
        {
            JwtApp.MapAll(app);
            app.MapGet("/kept", (HttpResponse response) =>
            {
                response.Headers.CacheControl = "public, max-age=60";
                return "kept";
            });
        });
        var (client, token) = Client(app);
        var old = await AskAsync(app, client, token);
        using var same = await app.SendAsync(HttpMethod.Get, Kept, $"DPoP {token}", client.Proof("GET", Kept, token, claims => claims["nonce"] = old));
        app.Time.Advance(TimeSpan.FromMinutes(2));
        using var next = await app.SendAsync(HttpMethod.Get, Kept, $"DPoP {token}", client.Proof("GET", Kept, token, claims => claims["nonce"] = old));

        Assert.Equal((HttpStatusCode.OK, true, false), (same.StatusCode, same.Headers.CacheControl!.Public, same.Headers.Contains("DPoP-Nonce")));
        Assert.Equal((HttpStatusCode.OK, "no-store", true), (next.StatusCode, next.Headers.CacheControl!.ToString(), next.Headers.Contains("DPoP-Nonce")));
    }

    [Fact]
    public async Task The_nonce_before_is_accepted_and_the_new_one_told()
    {
        await using var app = await JwtApp.StartAsync(WithNonces);
        var (client, token) = Client(app);
        var old = await AskAsync(app, client, token);
        app.Time.Advance(TimeSpan.FromMinutes(2));
        using var response = await app.SendAsync(HttpMethod.Get, Url, $"DPoP {token}", client.Proof("GET", Url, token, claims => claims["nonce"] = old));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var next = Assert.Single(response.Headers.GetValues("DPoP-Nonce"));
        Assert.NotEqual(old, next);
        using var again = await app.SendAsync(HttpMethod.Get, Url, $"DPoP {token}", client.Proof("GET", Url, token, claims => claims["nonce"] = next));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.False(again.Headers.Contains("DPoP-Nonce"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("ñ🎈")]
    public async Task A_nonce_of_somebody_else_is_not_accepted(string nonce)
    {
        await using var app = await JwtApp.StartAsync(WithNonces);
        var (client, token) = Client(app);
        using var response = await app.SendAsync(HttpMethod.Get, Url, $"DPoP {token}", client.Proof("GET", Url, token, claims => claims["nonce"] = nonce));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.True(response.Headers.Contains("DPoP-Nonce"));
    }

    [Fact]
    public async Task Servers_with_the_same_secret_accept_each_others_nonces_and_others_do_not()
    {
        var shared = new Dictionary<string, string?>(WithNonces) { ["ProofOfPossession:NonceSecret"] = "0123456789abcdef0123456789abcdef" };
        await using var one = await JwtApp.StartAsync(shared);
        await using var two = await JwtApp.StartAsync(shared);
        await using var three = await JwtApp.StartAsync(WithNonces);
        var (client, token) = Client(one);
        var nonce = await AskAsync(one, client, token);
        await two.AssertLetInAsync(Url, token, client.Proof("GET", Url, token, claims => claims["nonce"] = nonce));
        await three.AssertNotLetInAsync(Url, token, client.Proof("GET", Url, token, claims => claims["nonce"] = nonce), "use_dpop_nonce", "use_dpop_nonce");
    }

    private static (ProofMaker Client, string Token) Client(TestApp app)
    {
        var client = new ProofMaker(app.Time);
        return (client, app.Tokens().Mint("alice", claims => claims["cnf"] = new { jkt = client.Thumbprint }));
    }

    private static async Task<string> AskAsync(TestApp app, ProofMaker client, string token)
    {
        using var response = await app.SendAsync(HttpMethod.Get, Url, $"DPoP {token}", client.Proof("GET", Url, token));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.StartsWith("DPoP error=\"use_dpop_nonce\"", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal("use_dpop_nonce", (await app.Events.NextAsync()).Reason);
        return Assert.Single(response.Headers.GetValues("DPoP-Nonce"));
    }
}
