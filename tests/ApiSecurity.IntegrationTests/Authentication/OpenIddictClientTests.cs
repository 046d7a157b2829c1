using ApiSecurity.Authentication;
using ApiSecurity.Tests;
using Microsoft.AspNetCore.TestHost;

namespace ApiSecurity.IntegrationTests.Authentication;

/// <summary>The library on both ends of OpenIddict: one application gets tokens there and calls another, which accepts them.</summary>
public sealed class OpenIddictClientTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ClientSecretBasic")]
    [InlineData("ClientSecretPost")]
    [InlineData("PrivateKeyJwt")]
    public async Task A_service_gets_its_token_and_is_let_in(string method)
    {
        await using var server = await AuthorizationServer.StartAsync();
        await using var api = await TokenApi.StartJwtAsync(server);
        await using var service = await StartServiceAsync(server, api, ClientOf(method));
        var http = service.App.Services.GetRequiredService<IHttpClientFactory>().CreateClient("orders");

        Assert.Equal(method == "PrivateKeyJwt" ? AuthorizationServerClients.KeyedWorker : AuthorizationServerClients.Worker, await http.GetStringAsync("me", Stop));
        Assert.Equal("orders", await http.GetStringAsync("orders", Stop));
    }

    [Fact]
    public async Task A_token_is_replaced_before_it_ends()
    {
        await using var server = await AuthorizationServer.StartAsync();
        await using var api = await TokenApi.StartJwtAsync(server);
        await using var service = await StartServiceAsync(server, api, ClientOf("ClientSecretBasic"));
        var http = service.App.Services.GetRequiredService<IHttpClientFactory>().CreateClient("orders");

        for (var minute = 0; minute < 20; minute++)
        {
            Assert.Equal("orders", await http.GetStringAsync("orders", Stop));
            OpenIddictJwtTests.Later(server, api, TimeSpan.FromMinutes(1));
            service.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Empty(api.Events.Pending);
    }

    [Fact]
    public async Task A_wrong_secret_gets_nothing_and_is_in_no_message()
    {
        const string Wrong = "not the secret, but secret";
        await using var server = await AuthorizationServer.StartAsync();
        await using var api = await TokenApi.StartJwtAsync(server);
        await using var service = await StartServiceAsync(server, api, new(ClientOf("ClientSecretBasic")) { ["AccessTokens:Clients:orders:ClientSecret"] = Wrong });
        var http = service.App.Services.GetRequiredService<IHttpClientFactory>().CreateClient("orders");

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync("orders", Stop));

        Assert.Contains("invalid_client", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Wrong, exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(service.Logs.GetSnapshot(), record => record.Message.Contains(Wrong, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refresh_token_is_used_once_however_many_bring_it()
    {
        await using var server = await AuthorizationServer.StartAsync();
        await using var api = await TokenApi.StartJwtAsync(server);
        await using var service = await StartServiceAsync(
            server, api, new(ClientOf("ClientSecretBasic")) { ["AccessTokens:Clients:orders:ClientId"] = AuthorizationServerClients.Backend });
        using var browser = new ServerClient(server);
        var first = (await browser.SignInAsync("alice", AuthorizationServerClients.Backend)).GetProperty("refresh_token").GetString()!;
        var tokens = service.App.Services.GetRequiredService<IAccessTokens>();

        // OpenIddict takes a refresh token that comes a second time for stolen, and ends all that came of it.
        var renewed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => tokens.RefreshAsync("orders", first, Stop).AsTask()));

        Assert.Single(renewed.Select(token => token.Value).Distinct());
        var again = await tokens.RefreshAsync("orders", renewed[0].RefreshToken!, Stop);
        Assert.Equal("200 alice", await api.TextAsync(again.Value));
    }

    private static Dictionary<string, string?> ClientOf(string method) => method == "PrivateKeyJwt"
        ? new()
        {
            ["AccessTokens:Clients:orders:ClientAuthentication"] = method,
            ["AccessTokens:Clients:orders:ClientId"] = AuthorizationServerClients.KeyedWorker,
            ["AccessTokens:Clients:orders:PrivateKey"] = AuthorizationServerClients.WorkerKey.ExportPkcs8PrivateKeyPem(),
            ["AccessTokens:Clients:orders:PrivateKeyId"] = "worker-1",
        }
        : new()
        {
            ["AccessTokens:Clients:orders:ClientAuthentication"] = method,
            ["AccessTokens:Clients:orders:ClientId"] = AuthorizationServerClients.Worker,
            ["AccessTokens:Clients:orders:ClientSecret"] = AuthorizationServerClients.Secret,
        };

    private static Task<TestApp> StartServiceAsync(AuthorizationServer server, TestApp api, Dictionary<string, string?> settings) => TestApp.StartAsync(
        settings: new(settings)
        {
            ["AccessTokens:Clients:orders:Authority"] = server.Address,
            ["AccessTokens:Clients:orders:Scope"] = "orders.read",
        },
        services: builder => builder.Services.AddHttpClient("orders", http => http.BaseAddress = new Uri("https://orders.example.com"))
            .AddAccessTokens()
            .ConfigurePrimaryHttpMessageHandler(() => api.App.GetTestServer().CreateHandler()),
        environment: "Development");
}
