using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ApiSecurity.Authentication;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Tests.Authentication;

public sealed class AccessTokenTests
{
    private readonly TokenServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_gets_a_token_which_is_kept()
    {
        await using var app = await _server.StartAppAsync(new() { ["AccessTokens:Clients:orders:Resources:0"] = "https://orders.example.com", ["AccessTokens:Clients:orders:Audience"] = "orders" });
        var client = Client(app);

        using var first = await client.GetAsync("list", Stop);
        using var second = await client.GetAsync("list", Stop);

        Assert.Equal(["Bearer token-1", "Bearer token-1"], _server.Called.Select(call => call.Authorization));
        var asked = Assert.Single(_server.Given);
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("shop:s3cret")), asked.Authorization);
        Assert.Equal(("client_credentials", "orders.read orders.write", "https://orders.example.com", "orders"), (asked.Form["grant_type"], asked.Form["scope"], asked.Form["resource"], asked.Form["audience"]));
    }

    [Fact]
    public async Task However_many_requests_ask_at_once_one_token_is_got()
    {
        var open = new TaskCompletionSource();
        _server.Give = async _ =>
        {
            await open.Task;
            return _server.Token();
        };
        await using var app = await _server.StartAppAsync();
        var tokens = app.App.Services.GetRequiredService<IAccessTokens>();
        using var impatient = new CancellationTokenSource();

        var first = tokens.GetAsync("orders", impatient.Token).AsTask();
        var all = Enumerable.Range(0, 500).Select(_ => tokens.GetAsync("orders", Stop).AsTask()).ToArray();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        open.SetResult();

        Assert.All(await Task.WhenAll(all), token => Assert.Equal("token-1", token.Value));
        Assert.Single(_server.Given);
    }

    [Fact]
    public async Task A_token_is_replaced_shortly_before_its_end()
    {
        await using var app = await _server.StartAppAsync();
        var client = Client(app);

        await client.GetAsync("list", Stop);
        // One minute, and up to a tenth of five by chance.
        app.Time.Advance(TimeSpan.FromSeconds(209));
        await client.GetAsync("list", Stop);
        Assert.Single(_server.Given);
        app.Time.Advance(TimeSpan.FromSeconds(32));
        await client.GetAsync("list", Stop);

        Assert.Equal("Bearer token-2", _server.Called.Last().Authorization);
    }

    [Fact]
    public async Task A_server_that_is_away_does_no_harm_while_the_token_is_good_and_is_not_hammered()
    {
        await using var app = await _server.StartAppAsync();
        var client = Client(app);
        await client.GetAsync("list", Stop);
        _server.Give = _ => throw new HttpRequestException("refused");

        app.Time.Advance(TimeSpan.FromSeconds(250));
        await client.GetAsync("list", Stop);
        await client.GetAsync("list", Stop);
        Assert.Equal(2, _server.Given.Count);
        Assert.Equal("Bearer token-1", _server.Called.Last().Authorization);

        app.Time.Advance(TimeSpan.FromSeconds(50));
        for (var index = 0; index < 10; index++)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("list", Stop));
        }

        Assert.Equal(3, _server.Called.Count);
        Assert.Equal(6, _server.Given.Count);
    }

    [Fact]
    public async Task An_API_that_refuses_the_token_is_asked_once_more_with_a_new_one()
    {
        await using var app = await _server.StartAppAsync();
        var client = Client(app);
        await client.GetAsync("list", Stop);
        _server.Answer = call => new(call.Authorization == "Bearer token-2" ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
        app.Time.Advance(TimeSpan.FromSeconds(11));

        using var response = await client.PostAsJsonAsync("list", new { amount = 1 }, Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["", """{"amount":1}""", """{"amount":1}"""], _server.Called.Select(call => call.Body));
    }

    [Fact]
    public async Task An_API_that_refuses_every_token_does_not_have_the_server_hammered()
    {
        _server.Answer = _ => new(HttpStatusCode.Unauthorized);
        await using var app = await _server.StartAppAsync();
        var client = Client(app);

        for (var index = 0; index < 50; index++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("list", Stop)).StatusCode);
        }

        Assert.Single(_server.Given);
        Assert.Equal(50, _server.Called.Count);
    }

    [Fact]
    public async Task A_body_that_can_be_read_once_is_not_sent_twice()
    {
        _server.Answer = _ => new(HttpStatusCode.Unauthorized);
        await using var app = await _server.StartAppAsync();
        await app.App.Services.GetRequiredService<IAccessTokens>().GetAsync("orders", Stop);
        app.Time.Advance(TimeSpan.FromSeconds(11));

        using var response = await Client(app).PostAsync("list", new StreamContent(new MemoryStream([1, 2, 3])), Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Single(_server.Called);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("http://orders.example.com/v1/list")]
    [InlineData("https://orders.example.com:8443/v1/list")]
    [InlineData("https://orders.example.com.evil.example/")]
    [InlineData("https://orders.example.com@evil.example/")]
    public async Task A_token_goes_to_no_other_host(string address)
    {
        await using var app = await _server.StartAppAsync();

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => Client(app).GetAsync(new Uri(address), Stop));

        Assert.Contains("AllowedHosts", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Called);
        Assert.Empty(_server.Given);
    }

    [Fact]
    public async Task Hosts_that_are_listed_count_instead_of_the_base_address()
    {
        await using var app = await _server.StartAppAsync(new() { ["AccessTokens:Clients:orders:AllowedHosts:0"] = "https://other.example.com" });

        await Client(app).GetAsync(new Uri("https://OTHER.example.com/list"), Stop);

        Assert.Equal("Bearer token-1", Assert.Single(_server.Called).Authorization);
        await Assert.ThrowsAsync<HttpRequestException>(() => Client(app).GetAsync("list", Stop));
    }

    [Fact]
    public async Task After_a_redirect_the_other_host_gets_no_token_even_if_it_asks_for_one()
    {
        var stolen = new List<string>();
        await using var thief = await StartAsync(context =>
        {
            stolen.Add(context.Request.Headers.Authorization.ToString());
            context.Response.StatusCode = 401;
        });
        await using var api = await StartAsync(context => context.Response.Redirect(thief.Urls.First() + "/steal"));
        await using var app = await _server.StartAppAsync(
            client: orders => orders.ConfigureHttpClient(http => http.BaseAddress = new(api.Urls.First())).AddAccessTokens(), environment: "Development", isApiReal: true);
        await app.App.Services.GetRequiredService<IAccessTokens>().GetAsync("orders", Stop);
        app.Time.Advance(TimeSpan.FromSeconds(11));

        using var response = await Client(app).GetAsync("/list", Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal([""], stolen);
        Assert.Single(_server.Given);
    }

    [Fact]
    public async Task A_request_with_credentials_of_its_own_is_left_alone()
    {
        await using var app = await _server.StartAppAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "list");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "mine");

        using var response = await Client(app).SendAsync(request, Stop);

        Assert.Equal("Bearer mine", Assert.Single(_server.Called).Authorization);
        Assert.Empty(_server.Given);
    }

    [Theory]
    [InlineData("""{"access_token":"a","token_type":"DPoP"}""", 200)]
    [InlineData("""{"access_token":"a"}""", 200)]
    [InlineData("""{"access_token":"","token_type":"Bearer"}""", 200)]
    [InlineData("""{"access_token":"a b","token_type":"Bearer"}""", 200)]
    [InlineData("""{"access_token":"a\r\nX-Evil: 1","token_type":"Bearer"}""", 200)]
    [InlineData("""{"access_token":1,"token_type":"Bearer"}""", 200)]
    [InlineData("""{"access_token":"a","access_token":"b","token_type":"Bearer"}""", 200)]
    [InlineData("""{"access_token":"a","token_type":"Bearer","expires_in":-1}""", 200)]
    [InlineData("""{"access_token":"a","token_type":"Bearer","expires_in":1e300}""", 200)]
    [InlineData("""{"access_token":"a","token_type":"Bearer","expires_in":[]}""", 200)]
    [InlineData("""{"access_token":"a","token_type":"Bearer"}""", 302)]
    [InlineData("""{"error":"invalid_client"}""", 401)]
    [InlineData("""{"error":"s3cret was wrong"}""", 400)]
    [InlineData("garbage", 200)]
    [InlineData("", 200)]
    public async Task What_is_no_token_is_not_sent(string body, int status)
    {
        _server.Give = _ => Task.FromResult(AuthorizationServer.Json(body, status));
        await using var app = await _server.StartAppAsync();

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => Client(app).GetAsync("list", Stop));

        Assert.StartsWith("There is no access token for the client 'orders'", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(TokenServer.Secret, exception.ToString(), StringComparison.Ordinal);
        Assert.Equal(body.Contains("invalid_client", StringComparison.Ordinal), exception.Message.Contains("invalid_client", StringComparison.Ordinal));
        Assert.Empty(_server.Called);
    }

    [Theory]
    [InlineData("""{"error":"invalid_client"}""", 401)]
    [InlineData("""{"error":"invalid_scope"}""", 400)]
    public async Task A_server_that_refuses_the_client_is_asked_less_and_less(string body, int status)
    {
        _server.Give = _ => Task.FromResult(AuthorizationServer.Json(body, status));
        await using var app = await _server.StartAppAsync();
        var asked = new List<int>();

        foreach (var seconds in (int[])[0, 9, 1, 19, 1, 39, 1, 79, 1, 159, 1, 299, 1, 299, 1])
        {
            app.Time.Advance(TimeSpan.FromSeconds(seconds));
            for (var request = 0; request < 3; request++)
            {
                await Assert.ThrowsAsync<HttpRequestException>(() => Client(app).GetAsync("list", Stop));
            }

            asked.Add(_server.Given.Count);
        }

        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8], asked);

        _server.Give = _ => Task.FromResult(_server.Token());
        app.Time.Advance(TimeSpan.FromMinutes(5));
        using var response = await Client(app).GetAsync("list", Stop);
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task Another_secret_is_tried_at_once()
    {
        _server.Give = asked => Task.FromResult(asked.Authorization is { } basic && Encoding.ASCII.GetString(Convert.FromBase64String(basic["Basic ".Length..])) == "shop:right"
            ? _server.Token()
            : AuthorizationServer.Json("""{"error":"invalid_client"}""", 401));
        await using var app = await _server.StartAppAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => Client(app).GetAsync("list", Stop));

        Reload(app, "AccessTokens:Clients:orders:ClientSecret", "right");

        using var response = await Client(app).GetAsync("list", Stop);
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_refresh_token_that_is_refused_is_no_reason_to_stop_asking()
    {
        _server.Give = asked => Task.FromResult(asked.Form["refresh_token"] == "old" ? AuthorizationServer.Json("""{"error":"invalid_grant"}""", 400) : _server.Token());
        await using var app = await _server.StartAppAsync();
        var tokens = app.App.Services.GetRequiredService<IAccessTokens>();
        await Assert.ThrowsAsync<HttpRequestException>(() => tokens.RefreshAsync("orders", "old", Stop).AsTask());

        Assert.Equal("token-1", (await tokens.RefreshAsync("orders", "new", Stop)).Value);
        Assert.Equal("token-2", (await tokens.GetAsync("orders", Stop)).Value);
    }

    [Fact]
    public async Task A_token_outlives_a_reload_of_something_else_and_not_one_of_its_client()
    {
        await using var app = await _server.StartAppAsync();
        var tokens = app.App.Services.GetRequiredService<IAccessTokens>();
        Assert.Equal("token-1", (await tokens.GetAsync("orders", Stop)).Value);

        Reload(app, "Headers:Mode", "Report");
        Assert.Equal("token-1", (await tokens.GetAsync("orders", Stop)).Value);
        Reload(app, "AccessTokens:Clients:orders:Scope", "orders.read");
        Assert.Equal("token-2", (await tokens.GetAsync("orders", Stop)).Value);
    }

    /// <summary>Whatever a client can be configured with makes it another.</summary>
    [Fact]
    public void No_option_of_a_client_is_left_out()
    {
        foreach (var property in typeof(AccessTokenClientOptions).GetProperties())
        {
            var changed = new AccessTokenClientOptions();
            if (property.GetValue(changed) is IList<string> list)
            {
                list.Add("x");
            }
            else
            {
                property.SetValue(changed, property.PropertyType switch
                {
                    var type when type == typeof(string) => "x",
                    var type when type == typeof(bool) => true,
                    var type when type == typeof(TimeSpan) => TimeSpan.FromTicks(1),
                    _ => Enum.ToObject(property.PropertyType, 1),
                });
            }

            Assert.True(ClientFingerprint.Of(new AccessTokenClientOptions()) != ClientFingerprint.Of(changed), $"{property.Name} changes nothing.");
        }
    }

    [Fact]
    public async Task A_refresh_token_is_used_once_by_all_who_bring_it()
    {
        var open = new TaskCompletionSource();
        _server.Give = async _ =>
        {
            await open.Task;
            return _server.Token(change: answer => answer["refresh_token"] = "next");
        };
        await using var app = await _server.StartAppAsync();
        var tokens = app.App.Services.GetRequiredService<IAccessTokens>();

        var all = Enumerable.Range(0, 50).Select(_ => tokens.RefreshAsync("orders", "first", Stop).AsTask()).ToArray();
        open.SetResult();

        Assert.All(await Task.WhenAll(all), token => Assert.Equal(("token-1", "next"), (token.Value, token.RefreshToken)));
        var asked = Assert.Single(_server.Given);
        Assert.Equal(("refresh_token", "first", (string?)null), (asked.Form["grant_type"], asked.Form["refresh_token"], asked.Form["scope"]));
        // The application's own token is another matter.
        Assert.Equal("token-2", (await tokens.GetAsync("orders", Stop)).Value);
    }

    [Fact]
    public async Task A_token_tells_nothing_of_itself()
    {
        await using var app = await _server.StartAppAsync();

        var token = await app.App.Services.GetRequiredService<IAccessTokens>().GetAsync("orders", Stop);

        Assert.Equal("Bearer token until 2026-01-01 00:05:00Z", token.ToString());
        await Assert.ThrowsAsync<ArgumentException>(() => app.App.Services.GetRequiredService<IAccessTokens>().GetAsync("nobody", Stop).AsTask());
    }

    [Theory]
    [InlineData("ClientId", null, "ClientId is not set")]
    [InlineData("ClientSecret", null, "ClientSecret is not set")]
    [InlineData("TokenEndpoint", null, "TokenEndpoint is not set")]
    [InlineData("TokenEndpoint", "http://id.example.com/token", "TokenEndpoint is not an https URL")]
    [InlineData("AllowedHosts:0", "http://api.example.com", "AllowedHosts:0 is not scheme and host")]
    [InlineData("AllowedHosts:0", "https://api.example.com/path", "AllowedHosts:0 is not scheme and host")]
    [InlineData("AllowedHosts:0", "*", "AllowedHosts:0 is not scheme and host")]
    [InlineData("Resources:0", "orders", "Resources:0 is no absolute URI")]
    public async Task What_can_not_work_stops_the_start(string key, string? value, string message)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => _server.StartAppAsync(new() { [$"AccessTokens:Clients:orders:{key}"] = value }));

        Assert.Contains($"ApiSecurity:AccessTokens:Clients:orders:{message}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_without_options_or_without_a_host_stops_the_start()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => _server.StartAppAsync(client: orders => orders.AddAccessTokens("another")));
        Assert.Contains("ApiSecurity:AccessTokens:Clients:another is not set", exception.Message, StringComparison.Ordinal);

        exception = await Assert.ThrowsAsync<InvalidOperationException>(() => _server.StartAppAsync(client: orders => orders.ConfigureHttpClient(http => http.BaseAddress = null).AddAccessTokens()));
        Assert.Contains("The HttpClient orders has no BaseAddress", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_can_be_given_in_code()
    {
        await using var app = await _server.StartAppAsync(client: orders => orders.AddAccessTokens(configure: client => client.Scope = "less"));

        await Client(app).GetAsync("list", Stop);

        Assert.Equal("less", Assert.Single(_server.Given).Form["scope"]);
    }

    [Fact]
    public async Task Switched_off_requests_go_without_a_token()
    {
        await using var app = await _server.StartAppAsync(new() { ["AccessTokens:DisabledReason"] = "a sidecar adds the tokens" });

        await Client(app).GetAsync("list", Stop);

        Assert.Null(Assert.Single(_server.Called).Authorization);
    }

    private static void Reload(TestApp app, string key, string value)
    {
        app.App.Configuration[$"ApiSecurity:{key}"] = value;
        ((IConfigurationRoot)app.App.Configuration).Reload();
    }

    private static HttpClient Client(TestApp app) => app.App.Services.GetRequiredService<IHttpClientFactory>().CreateClient("orders");

    private static async Task<WebApplication> StartAsync(Action<HttpContext> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context =>
        {
            answer(context);
            return Task.CompletedTask;
        });
        await app.StartAsync(Stop);
        return app;
    }
}
