using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using ApiSecurity.Authentication;
using ApiSecurity.Tests;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace ApiSecurity.IntegrationTests.Authentication;

/// <summary>Client certificates (RFC 8705) from end to end: a service proves itself to OpenIddict by one, and its tokens are bound to it.</summary>
public sealed class OpenIddictCertificateTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_that_is_bound_to_a_certificate_is_the_clients_alone()
    {
        await using var server = await AuthorizationServer.StartAsync(tls: new ServerTls());
        await using var api = await StartApiAsync(server);
        var folder = Directory.CreateTempSubdirectory("apisecurity-certificate-");
        try
        {
            await using var service = await StartServiceAsync(server, folder.FullName);
            var token = await service.App.Services.GetRequiredService<IAccessTokens>().GetAsync("orders", Stop);

            Assert.Equal((HttpStatusCode.OK, AuthorizationServerClients.CertifiedWorker), await AskAsync(api, token.Value, ServerTls.Client));
            Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(api, token.Value, ServerTls.Thief)).Status);
            Assert.Equal("certificate_mismatch", await api.ReasonAsync());
            Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(api, token.Value, null)).Status);
            Assert.Equal("certificate_missing", await api.ReasonAsync());
            // It is known by now: what counts is still the connection.
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(api, token.Value, ServerTls.Client)).Status);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<TestApp> StartApiAsync(AuthorizationServer server) => TestApp.StartAsync(
        app => app.MapGet("/me", (ApiSecurity.Authorization.Caller caller) => caller.Subject),
        new() { ["Jwt:Authority"] = server.Address, ["Jwt:Audience"] = AuthorizationServerClients.Api, ["Transport:RequireHttps"] = "true" },
        builder =>
        {
            builder.Services.AddApiSecurity().AddJwt();
            builder.Services.Configure<JwtBearerOptions>("Bearer", options => options.BackchannelHttpHandler = ServerTls.Handler());
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(ServerTls.Set)));
        },
        kestrel: true);

    private static async Task<TestApp> StartServiceAsync(AuthorizationServer server, string folder)
    {
        var (certificate, key) = (Path.Combine(folder, "client.pem"), Path.Combine(folder, "client.key"));
        await File.WriteAllTextAsync(certificate, ServerTls.Client.ExportCertificatePem(), Stop);
        await File.WriteAllTextAsync(key, ServerTls.Client.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem(), Stop);
        return await TestApp.StartAsync(
            settings: new()
            {
                ["AccessTokens:Clients:orders:Authority"] = server.Address,
                ["AccessTokens:Clients:orders:ClientId"] = AuthorizationServerClients.CertifiedWorker,
                ["AccessTokens:Clients:orders:ClientAuthentication"] = "TlsClientAuth",
                ["AccessTokens:Clients:orders:CertificateFile"] = certificate,
                ["AccessTokens:Clients:orders:PrivateKeyFile"] = key,
                ["AccessTokens:Clients:orders:Scope"] = "orders.read",
            },
            services: builder =>
            {
                builder.Services.AddHttpClient("orders", http => http.BaseAddress = new Uri("https://orders.example.com")).AddAccessTokens();
                builder.Services.AddHttpClient("ApiSecurity.AccessTokens:orders").ConfigurePrimaryHttpMessageHandler((handler, _) => ServerTls.Trust((SocketsHttpHandler)handler));
            });
    }

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(TestApp api, string token, X509Certificate2? certificate)
    {
        var address = api.App.Urls.Single(url => url.StartsWith("https", StringComparison.Ordinal));
        using var client = new HttpClient(ServerTls.Handler(certificate)) { BaseAddress = new Uri(address) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/me") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var response = await client.SendAsync(request, Stop);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Stop));
    }
}
