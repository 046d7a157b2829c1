using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ApiSecurity.Tests.Authentication;

/// <summary>Over real connections, with the HTTP client as the library sets it up.</summary>
public sealed class IntrospectionWireTests
{
    private const string Token = IntrospectingServer.Token;

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        var asked = new List<string>();
        await using var server = await StartAsync(context =>
        {
            asked.Add(context.Request.Path);
            if (context.Request.Path == "/introspect")
            {
                context.Response.Redirect("/elsewhere", permanent: true, preserveMethod: true);
                return Task.CompletedTask;
            }

            return context.Response.WriteAsJsonAsync(IntrospectingServer.Active());
        });
        await using var app = await StartAppAsync(server, []);

        Assert.Equal(503, (int)(await app.GetAsync("/me", Token)).StatusCode);
        Assert.Equal(["/introspect"], asked);
    }

    [Fact]
    public async Task An_answer_in_small_pieces_is_read_whole()
    {
        await using var server = await StartAsync(async context =>
        {
            foreach (var piece in JsonSerializer.Serialize(IntrospectingServer.Active(answer => answer["more"] = new string('x', 20_000))).Chunk(999))
            {
                await context.Response.WriteAsync(new string(piece));
                await context.Response.Body.FlushAsync();
            }
        });
        await using var app = await StartAppAsync(server, []);

        Assert.Equal("alice", await (await app.GetAsync("/me", Token)).TextAsync());
    }

    [Fact]
    public async Task A_certificate_is_shown_to_the_server()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = SelfSigned(key);
        var shown = new List<string?>();
        await using var server = await StartAsync(
            context =>
            {
                shown.Add(context.Connection.ClientCertificate?.Thumbprint);
                return context.Response.WriteAsJsonAsync(IntrospectingServer.Active());
            },
            certificate);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await using var app = await StartAppAsync(server, new()
        {
            ["Introspection:Servers:main:ClientAuthentication"] = "TlsClientAuth",
            ["Introspection:Servers:main:CertificateFile"] = file,
            ["Introspection:Servers:main:PrivateKey"] = key.ExportPkcs8PrivateKeyPem(),
        });
        File.Delete(file);

        Assert.Equal("alice", await (await app.GetAsync("/me", Token)).TextAsync());
        Assert.Equal([certificate.Thumbprint], shown);
    }

    [Fact]
    public async Task A_server_whose_certificate_nobody_vouches_for_is_not_believed()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = SelfSigned(key);
        var asked = 0;
        await using var server = await StartAsync(
            context =>
            {
                asked++;
                return context.Response.WriteAsJsonAsync(IntrospectingServer.Active());
            },
            certificate);
        await using var app = await StartAppAsync(server, [], trustsAnybody: false);

        Assert.Equal(503, (int)(await app.GetAsync("/me", Token)).StatusCode);
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task No_change_of_one_letter_of_a_signed_answer_is_accepted()
    {
        var server = new IntrospectingServer();
        await using var app = await server.StartAppAsync(new()
        {
            ["Introspection:Servers:main:Endpoint"] = null,
            ["Introspection:Servers:main:Authority"] = IntrospectingServer.Issuer,
            ["Introspection:Servers:main:RequireSignedResponse"] = "true",
            ["Introspection:BreakDuration"] = "00:00:01",
            ["Introspection:CacheLifetime"] = "00:10:00",
        });
        var header = JsonSerializer.Serialize(new { alg = "ES256", typ = "token-introspection+jwt", kid = TestTokens.KeyId });
        var signed = TestTokens.Sign(header, JsonSerializer.Serialize(new
        {
            iss = IntrospectingServer.Issuer,
            aud = "shop-api",
            iat = app.Time.GetUtcNow().ToUnixTimeSeconds(),
            token_introspection = IntrospectingServer.Active(),
        }));
        var text = signed;
        server.Answer = _ => Task.FromResult(IntrospectingServer.Json(text, type: "application/token-introspection+jwt"));
        Assert.Equal(200, (int)(await app.GetAsync("/me", Token)).StatusCode);

        // The last letter of each part may have bits that stand for nothing.
        for (var index = 0; index < signed.Length - 1; index += 7)
        {
            if (signed[index] == '.' || signed[index + 1] == '.')
            {
                continue;
            }

            text = signed[..index] + (signed[index] == 'A' ? 'B' : 'A') + signed[(index + 1)..];
            using var response = await app.GetAsync("/me", $"{Token}-{index}");
            Assert.True((int)response.StatusCode == 503, $"Letter {index}: {(int)response.StatusCode}");
            app.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private static X509Certificate2 SelfSigned(ECDsa key)
    {
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), DateTimeOffset.FromUnixTimeSeconds(2_000_000_000));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
    }

    private static Task<TestApp> StartAppAsync(WebApplication server, Dictionary<string, string?> settings, bool trustsAnybody = true) => TestApp.StartAsync(
        JwtApp.MapAll,
        IntrospectingServer.With(new(settings) { ["Introspection:Servers:main:Endpoint"] = server.Urls.First() + "/introspect" }),
        builder =>
        {
            builder.Services.AddApiSecurity().AddIntrospection();
            if (trustsAnybody)
            {
                builder.Services.AddHttpClient("ApiSecurity.Introspection:main").ConfigurePrimaryHttpMessageHandler((handler, _) =>
                    ((SocketsHttpHandler)handler).SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true);
            }
        },
        environment: "Development");

    private static async Task<WebApplication> StartAsync(RequestDelegate answer, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = certificate,
                    ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                    ClientCertificateValidation = static (_, _, errors) => errors is SslPolicyErrors.None or SslPolicyErrors.RemoteCertificateChainErrors,
                });
            }
        }));
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
