using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ApiSecurity.Tests.Authentication.Possession;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Tests.Authentication;

/// <summary>Opaque tokens that are bound to a key or a certificate (RFC 9449 section 6.2, RFC 8705 section 3.2): asked about anew, and remembered.</summary>
public sealed class IntrospectedPossessionTests
{
    private const string Token = IntrospectingServer.Token;
    private const string Url = "https://api.example.com/me";

    private static readonly X509Certificate2 Client = Make("CN=client");
    private static readonly X509Certificate2 Other = Make("CN=other");

    private readonly IntrospectingServer _server = new();

    [Fact]
    public async Task A_token_that_is_bound_to_a_key_needs_a_proof_each_time()
    {
        await using var app = await _server.StartAppAsync();
        var client = Bind(app);

        for (var time = 0; time < 3; time++)
        {
            await app.AssertLetInAsync(Url, Token, client.Proof("GET", Url, Token));
        }

        Assert.Single(_server.Questions);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_thief_has_no_use_of_it(bool isRemembered)
    {
        await using var app = await _server.StartAppAsync();
        var client = Bind(app);
        var proof = client.Proof("GET", Url, Token);
        if (isRemembered)
        {
            await app.AssertLetInAsync(Url, Token, proof);
            await app.AssertLetInAsync(Url, Token, client.Proof("GET", Url, Token));
            await app.AssertNotLetInAsync(Url, Token, proof, "proof_replayed", "invalid_dpop_proof");
        }

        await app.AssertNotLetInAsync(Url, Token, null, "proof_missing", "invalid_dpop_proof");
        await app.AssertNotLetInAsync(Url, Token, new ProofMaker(app.Time).Proof("GET", Url, Token), "proof_key_mismatch", "invalid_token");
        await app.AssertNotLetInAsync(Url, Token, client.Proof("POST", Url, Token), "proof_target_mismatch", "invalid_dpop_proof");
        await app.AssertNotLetInAsync(Url, Token, client.Proof("GET", Url, "another"), "proof_token_mismatch", "invalid_dpop_proof");
        using var downgraded = await app.SendAsync(HttpMethod.Get, Url, $"Bearer {Token}", client.Proof("GET", Url, Token));
        Assert.Equal(HttpStatusCode.Unauthorized, downgraded.StatusCode);
        Assert.Equal("token_downgraded", (await app.Events.NextAsync()).Reason);
        // The client itself goes on.
        await app.AssertLetInAsync(Url, Token, client.Proof("GET", Url, Token));
    }

    [Fact]
    public async Task A_token_that_is_not_bound_gains_nothing_by_a_proof()
    {
        await using var app = await _server.StartAppAsync();

        await app.AssertNotLetInAsync(Url, Token, new ProofMaker(app.Time).Proof("GET", Url, Token), "token_not_bound", "invalid_token");
    }

    [Fact]
    public async Task Where_proofs_are_required_a_bearer_token_is_refused_fresh_and_remembered()
    {
        await using var app = await _server.StartAppAsync(new() { ["ProofOfPossession:DPoP"] = "Required" });

        for (var time = 0; time < 2; time++)
        {
            using var response = await app.GetAsync("/me", Token);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("proof_required", (await app.Events.NextAsync()).Reason);
        }
    }

    [Fact]
    public async Task A_token_that_is_bound_to_a_certificate_needs_the_connections()
    {
        X509Certificate2? shown = Client;
        await using var app = await StartOverTlsAsync(() => shown);
        _server.Know = _ => IntrospectingServer.Active(answer => answer["cnf"] = new Dictionary<string, object> { ["x5t#S256"] = Base64UrlEncoder.Encode(SHA256.HashData(Client.RawData)) });
        await AssertAsync(app, null);
        await AssertAsync(app, null);

        // It is known by now; what counts is still the connection.
        shown = Other;
        await AssertAsync(app, "certificate_mismatch");
        shown = null;
        await AssertAsync(app, "certificate_missing");
        shown = Client;
        await AssertAsync(app, null);
        Assert.Single(_server.Questions);
    }

    [Fact]
    public async Task A_fresh_token_of_another_certificate_is_refused()
    {
        await using var app = await StartOverTlsAsync(() => Other);
        _server.Know = _ => IntrospectingServer.Active(answer => answer["cnf"] = new Dictionary<string, object> { ["x5t#S256"] = Base64UrlEncoder.Encode(SHA256.HashData(Client.RawData)) });

        await AssertAsync(app, "certificate_mismatch");
    }

    private ProofMaker Bind(TestApp app)
    {
        var client = new ProofMaker(app.Time);
        _server.Know = _ => IntrospectingServer.Active(answer =>
        {
            answer["token_type"] = "DPoP";
            answer["cnf"] = new { jkt = client.Thumbprint };
        });
        return client;
    }

    private Task<TestApp> StartOverTlsAsync(Func<X509Certificate2?> shown) => TestApp.StartAsync(
        JwtApp.MapAll,
        IntrospectingServer.With(null),
        builder =>
        {
            builder.Services.AddApiSecurity().AddIntrospection();
            builder.Services.AddHttpClient("ApiSecurity.Introspection:main").ConfigurePrimaryHttpMessageHandler(() => _server);
        },
        use: app =>
        {
            app.Use((context, next) =>
            {
                context.Connection.ClientCertificate = shown();
                return next(context);
            });
            app.UseApiSecurity();
        });

    private static async Task AssertAsync(TestApp app, string? reason)
    {
        using var response = await app.GetAsync("/me", Token);
        Assert.Equal(reason is null ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, response.StatusCode);
        if (reason is not null)
        {
            Assert.Equal(reason, (await app.Events.NextAsync()).Reason);
        }
    }

    private static X509Certificate2 Make(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest(name, key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), DateTimeOffset.FromUnixTimeSeconds(2_000_000_000));
    }
}
