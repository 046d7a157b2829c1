using System.Net;
using ApiSecurity.Authentication;

namespace ApiSecurity.Tests.Authentication.Possession;

public sealed class DPoPTests
{
    private const string Url = "https://api.example.com/me";
    private const string Algs = "algs=\"ES256 ES384 ES512 PS256 PS384 PS512 RS256 RS384 RS512\"";

    [Fact]
    public async Task A_bound_token_with_its_proof_is_let_in()
    {
        await using var app = await StartAsync();
        var (client, token) = Client(app);
        await app.AssertLetInAsync(Url, token, client.Proof("GET", Url, token));
        await app.AssertLetInAsync(Url, token, client.Proof("GET", Url, token));
        Assert.Empty(app.Events.Pending);
    }

    [Fact]
    public async Task A_proof_can_be_used_once()
    {
        await using var app = await StartAsync();
        var (client, token) = Client(app);
        var proof = client.Proof("GET", Url, token);
        await app.AssertLetInAsync(Url, token, proof);
        await app.AssertNotLetInAsync(Url, token, proof, "proof_replayed", "invalid_dpop_proof");
    }

    [Fact]
    public async Task Of_many_uses_of_a_proof_at_the_same_time_one_is_let_in()
    {
        await using var app = await StartAsync();
        var (client, token) = Client(app);
        var proof = client.Proof("GET", Url, token);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.SendAsync(HttpMethod.Get, Url, $"DPoP {token}", proof)));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(19, answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task A_new_signature_over_the_same_id_is_the_same_proof()
    {
        await using var app = await StartAsync();
        var (client, token) = Client(app);
        await app.AssertLetInAsync(Url, token, client.Proof("GET", Url, token, claims => claims["jti"] = "one"));
        await app.AssertNotLetInAsync(Url, token, client.Proof("GET", Url, token, claims => claims["jti"] = "one"), "proof_replayed", "invalid_dpop_proof");
        await app.AssertLetInAsync(Url, token, client.Proof("GET", Url, token, claims => claims["jti"] = "two"));
    }

    [Fact]
    public async Task A_stolen_token_is_no_use_without_its_key()
    {
        await using var app = await StartAsync();
        var (_, token) = Client(app);
        var thief = new ProofMaker(app.Time);
        await app.AssertNotLetInAsync(Url, token, null, "proof_missing", "invalid_dpop_proof");
        await app.AssertNotLetInAsync(Url, token, thief.Proof("GET", Url, token), "proof_key_mismatch", "invalid_token");
    }

    [Fact]
    public async Task A_bound_token_can_not_be_used_as_a_bearer_token()
    {
        await using var app = await StartAsync();
        var (client, token) = Client(app);
        using var response = await app.SendAsync(HttpMethod.Get, Url, $"Bearer {token}", client.Proof("GET", Url, token));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal($"Bearer error=\"invalid_token\", DPoP {Algs}", response.Headers.WwwAuthenticate.ToString());
        Assert.Equal("token_downgraded", (await app.Events.NextAsync()).Reason);
        // Also after it has been let in, and is known.
        await app.AssertLetInAsync(Url, token, client.Proof("GET", Url, token));
        using var again = await app.SendAsync(HttpMethod.Get, Url, $"Bearer {token}", null);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Fact]
    public async Task A_token_that_is_not_bound_is_not_taken_with_a_proof()
    {
        await using var app = await StartAsync();
        var client = new ProofMaker(app.Time);
        var token = app.Tokens().Mint();
        await app.AssertNotLetInAsync(Url, token, client.Proof("GET", Url, token), "token_not_bound", "invalid_token");
        using var bearer = await app.SendAsync(HttpMethod.Get, Url, $"Bearer {token}", null);
        Assert.Equal(HttpStatusCode.OK, bearer.StatusCode);
    }

    [Fact]
    public async Task Both_schemes_at_once_are_refused()
    {
        await using var app = await StartAsync();
        var (client, token) = Client(app);
        using var request = new HttpRequestMessage(HttpMethod.Get, Url);
        request.Headers.TryAddWithoutValidation("Authorization", [$"Bearer {token}", $"DPoP {token}"]);
        request.Headers.Add("DPoP", client.Proof("GET", Url, token));
        using var response = await app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Two_proofs_are_refused()
    {
        await using var app = await StartAsync();
        var (client, token) = Client(app);
        using var request = new HttpRequestMessage(HttpMethod.Get, Url);
        request.Headers.TryAddWithoutValidation("Authorization", $"DPoP {token}");
        request.Headers.TryAddWithoutValidation("DPoP", [client.Proof("GET", Url, token), client.Proof("GET", Url, token)]);
        using var response = await app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.StartsWith("DPoP error=\"invalid_dpop_proof\"", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_token_in_the_scheme_is_told_in_the_scheme()
    {
        await using var app = await StartAsync();
        var (client, _) = Client(app);
        using var response = await app.SendAsync(HttpMethod.Get, Url, "DPoP nonsense", client.Proof("GET", Url, "nonsense"));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal($"DPoP error=\"invalid_token\", {Algs}", response.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData("POST", Url)]
    [InlineData("get", Url)]
    [InlineData("GET", "https://api.example.com/other")]
    [InlineData("GET", "https://api.example.com/Me")]
    [InlineData("GET", "http://api.example.com/me")]
    [InlineData("GET", "https://evil.example.com/me")]
    [InlineData("GET", "https://api.example.com:8443/me")]
    [InlineData("GET", "https://api.example.com@evil.example/me")]
    [InlineData("GET", "/me")]
    [InlineData("GET", "https://api.example.com/me\0")]
    public async Task A_proof_for_another_method_or_address_is_refused(string method, string url)
    {
        await using var app = await StartAsync();
        var (client, token) = Client(app);
        await app.AssertNotLetInAsync(Url, token, client.Proof(method, url, token), "proof_target_mismatch", "invalid_dpop_proof");
    }

    [Theory]
    [InlineData("HTTPS://API.Example.COM/me")]
    [InlineData("https://api.example.com:443/me")]
    [InlineData("https://api.example.com:/me")]
    [InlineData("https://api.example.com/%6De")]
    [InlineData("https://api.example.com/x/../me")]
    [InlineData("https://api.example.com/./me")]
    [InlineData("https://api.example.com/me?a=b")]
    [InlineData("https://api.example.com/me#f")]
    public async Task An_address_that_is_the_same_is_taken(string url)
    {
        await using var app = await StartAsync();
        var (client, token) = Client(app);
        await app.AssertLetInAsync(Url + "?c=d", token, client.Proof("GET", url, token));
    }

    [Fact]
    public async Task A_proof_for_another_token_is_refused()
    {
        await using var app = await StartAsync();
        var (client, token) = Client(app);
        var other = app.Tokens().Mint("bob", claims => claims["cnf"] = new { jkt = client.Thumbprint });
        await app.AssertNotLetInAsync(Url, other, client.Proof("GET", Url, token), "proof_token_mismatch", "invalid_dpop_proof");
        await app.AssertNotLetInAsync(Url, token, client.Proof("GET", Url, null), "proof_token_mismatch", "invalid_dpop_proof");
    }

    [Theory]
    [InlineData(-91, "proof_expired")]
    [InlineData(-90, null)]
    [InlineData(30, null)]
    [InlineData(31, "proof_not_yet_valid")]
    [InlineData(1e9, "proof_not_yet_valid")]
    [InlineData(-1.7e9, "proof_expired")]
    public async Task A_proof_counts_for_a_minute_and_what_clocks_may_differ(double seconds, string? reason)
    {
        await using var app = await StartAsync();
        var (client, token) = Client(app);
        var proof = client.Proof("GET", Url, token, claims => claims["iat"] = app.Time.GetUtcNow().ToUnixTimeSeconds() + seconds);
        if (reason is null)
        {
            await app.AssertLetInAsync(Url, token, proof);
        }
        else
        {
            await app.AssertNotLetInAsync(Url, token, proof, reason, "invalid_dpop_proof");
        }
    }

    [Fact]
    public async Task A_proof_is_remembered_for_as_long_as_it_counts()
    {
        await using var app = await StartAsync();
        var (client, token) = Client(app);
        var proof = client.Proof("GET", Url, token, claims => claims["iat"] = app.Time.GetUtcNow().ToUnixTimeSeconds() + 30);
        await app.AssertLetInAsync(Url, token, proof);
        app.Time.Advance(TimeSpan.FromSeconds(120));
        await app.AssertNotLetInAsync(Url, token, proof, "proof_replayed", "invalid_dpop_proof");
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await app.AssertNotLetInAsync(Url, token, proof, "proof_expired", "invalid_dpop_proof");
    }

    [Fact]
    public async Task An_expiry_that_the_client_has_set_counts_too()
    {
        await using var app = await StartAsync();
        var (client, token) = Client(app);
        var now = app.Time.GetUtcNow().ToUnixTimeSeconds();
        await app.AssertNotLetInAsync(Url, token, client.Proof("GET", Url, token, claims => claims["exp"] = now - 30), "proof_expired", "invalid_dpop_proof");
        await app.AssertNotLetInAsync(Url, token, client.Proof("GET", Url, token, claims => claims["nbf"] = now + 31), "proof_not_yet_valid", "invalid_dpop_proof");
    }

    [Fact]
    public async Task A_full_store_refuses_and_does_not_fail()
    {
        await using var app = await StartAsync(services: builder => builder.Services.AddSingleton<IReplayStore>(
            provider => new MemoryReplayStore(1, provider.GetRequiredService<TimeProvider>(), shards: 1)));
        var (client, token) = Client(app);
        await app.AssertLetInAsync(Url, token, client.Proof("GET", Url, token));
        using var response = await app.SendAsync(HttpMethod.Get, Url, $"DPoP {token}", client.Proof("GET", Url, token));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Empty(response.Headers.WwwAuthenticate);
        app.Time.Advance(TimeSpan.FromSeconds(91));
        await app.AssertLetInAsync(Url, token, client.Proof("GET", Url, token));
    }

    [Fact]
    public async Task A_store_that_is_away_is_answered_with_503()
    {
        await using var app = await StartAsync(services: builder => builder.Services.AddSingleton<IReplayStore>(new AwayStore()));
        var (client, token) = Client(app);
        using var response = await app.SendAsync(HttpMethod.Get, Url, $"DPoP {token}", client.Proof("GET", Url, token));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("\"code\":\"replay_unknown\"", await response.TextAsync(), StringComparison.Ordinal);
        Assert.Equal("replay_unknown", (await app.Events.NextAsync()).Reason);
    }

    [Fact]
    public async Task Without_proofs_a_bound_token_is_refused_in_either_scheme()
    {
        await using var app = await StartAsync(new() { ["ProofOfPossession:DPoP"] = "Disabled" });
        var (client, token) = Client(app);
        using var proved = await app.SendAsync(HttpMethod.Get, Url, $"DPoP {token}", client.Proof("GET", Url, token));
        Assert.Equal(HttpStatusCode.Unauthorized, proved.StatusCode);
        using var bearer = await app.SendAsync(HttpMethod.Get, Url, $"Bearer {token}", null);
        Assert.Equal(HttpStatusCode.Unauthorized, bearer.StatusCode);
        Assert.DoesNotContain("DPoP", bearer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_it_is_required_a_bearer_token_is_refused()
    {
        await using var app = await StartAsync(new() { ["ProofOfPossession:DPoP"] = "Required" });
        var (client, token) = Client(app);
        await app.AssertLetInAsync(Url, token, client.Proof("GET", Url, token));
        using var bearer = await app.SendAsync(HttpMethod.Get, Url, $"Bearer {app.Tokens().Mint()}", null);
        Assert.Equal(HttpStatusCode.Unauthorized, bearer.StatusCode);
        Assert.Equal($"DPoP error=\"invalid_token\", {Algs}", bearer.Headers.WwwAuthenticate.ToString());
        Assert.Equal("proof_required", (await app.Events.NextAsync()).Reason);
        using var nobody = await app.SendAsync(HttpMethod.Get, Url, null, null);
        Assert.Equal($"DPoP {Algs}", nobody.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Report_mode_lets_a_bound_token_through_as_before_and_tells()
    {
        await using var app = await StartAsync(new() { ["ProofOfPossession:Mode"] = "Report" });
        var (client, token) = Client(app);
        using var bearer = await app.SendAsync(HttpMethod.Get, Url, $"Bearer {token}", null);
        Assert.Equal(HttpStatusCode.OK, bearer.StatusCode);
        var told = await app.Events.NextAsync();
        Assert.Equal(("token_downgraded", SecurityEventOutcome.Reported), (told.Reason, told.Outcome));
        await app.AssertNotLetInAsync(Url, token, client.Proof("POST", Url, token), "proof_target_mismatch", "invalid_dpop_proof");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"jwk\":{\"kty\":\"EC\"}}")]
    [InlineData("{\"kid\":\"x\"}")]
    [InlineData("\"text\"")]
    [InlineData("[1]")]
    [InlineData("{\"jkt\":1}")]
    public async Task A_confirmation_that_nobody_can_check_is_not_ignored(string confirmation)
    {
        await using var app = await StartAsync();
        var payload = app.Tokens().Payload();
        payload["cnf"] = System.Text.Json.JsonDocument.Parse(confirmation).RootElement;
        var token = TestTokens.Sign(System.Text.Json.JsonSerializer.Serialize(TestTokens.Header()), System.Text.Json.JsonSerializer.Serialize(payload));
        using var response = await app.SendAsync(HttpMethod.Get, Url, $"Bearer {token}", null);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("confirmation_unknown", (await app.Events.NextAsync()).Reason);
    }

    [Fact]
    public async Task An_application_that_replaces_the_principal_does_not_take_the_check_away()
    {
        await using var app = await StartAsync(services: builder => builder.Services.Configure<Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerOptions>("Bearer", options =>
            options.Events = new()
            {
                OnTokenValidated = context =>
            {
                context.Principal = new(new System.Security.Claims.ClaimsIdentity([new("sub", "alice")], "own"));
                return Task.CompletedTask;
            }
            }));
        var (client, token) = Client(app);
        using var bearer = await app.SendAsync(HttpMethod.Get, Url, $"Bearer {token}", null);
        Assert.Equal(HttpStatusCode.Unauthorized, bearer.StatusCode);
        await app.AssertLetInAsync(Url, token, client.Proof("GET", Url, token));
    }

    private static Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? services = null) =>
        JwtApp.StartAsync(settings, services);

    private static (ProofMaker Client, string Token) Client(TestApp app)
    {
        var client = new ProofMaker(app.Time);
        return (client, app.Tokens().Mint("alice", claims => claims["cnf"] = new { jkt = client.Thumbprint }));
    }

    private sealed class AwayStore : IReplayStore
    {
        public ValueTask<bool> TryUseAsync(string purpose, ReadOnlyMemory<byte> id, DateTimeOffset expires, CancellationToken cancellationToken) =>
            throw new TimeoutException("The store is away.");
    }
}
