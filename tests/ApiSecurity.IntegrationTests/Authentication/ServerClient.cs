using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.IntegrationTests.Authentication;

/// <summary>A client of the <see cref="AuthorizationServer"/> that knows nothing of the library: plain forms over <c>HttpClient</c>.</summary>
internal sealed class ServerClient(AuthorizationServer server) : IDisposable
{
    private readonly HttpClient _http = server.CreateClient();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>RFC 6749 section 4.4.</summary>
    public async Task<string> GetOwnTokenAsync()
    {
        var (status, answer) = await PostAsync("connect/token", new()
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = AuthorizationServerClients.Worker,
            ["client_secret"] = AuthorizationServerClients.Secret,
            ["scope"] = "orders.read",
        });
        Assert.True(status == HttpStatusCode.OK, $"{status} {answer}");
        return answer.GetProperty("access_token").GetString()!;
    }

    /// <summary>RFC 6749 section 4.1 with RFC 7636: somebody signs in at a page, and the code comes back with the last redirect.</summary>
    /// <returns>The answer of the token endpoint.</returns>
    public async Task<JsonElement> SignInAsync(string name, string application = AuthorizationServerClients.Web)
    {
        var verifier = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        var code = await GetCodeAsync(name, Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))), application);
        var (status, answer) = await RedeemAsync(code, verifier, application);
        Assert.True(status == HttpStatusCode.OK, $"{status} {answer}");
        return answer;
    }

    public async Task<string> GetCodeAsync(string name, string challenge, string application = AuthorizationServerClients.Web)
    {
        var query = $"client_id={application}&response_type=code&redirect_uri={Uri.EscapeDataString(AuthorizationServerClients.RedirectUri)}"
            + $"&scope=openid%20orders.read%20offline_access&state=st4te&code_challenge={challenge}&code_challenge_method=S256";
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(server.Address) };
        using var asked = await browser.GetAsync($"connect/authorize?{query}", Stop);
        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["name"] = name, ["password"] = "correct horse" });
        var login = new UriBuilder(new Uri(browser.BaseAddress, asked.Headers.Location!));
        login.Query = $"returnUrl={Uri.EscapeDataString(HttpUtility.ParseQueryString(login.Query)["ReturnUrl"]!)}";
        using var signedIn = await browser.PostAsync(login.Uri, form, Stop);
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        using var granted = await browser.GetAsync(signedIn.Headers.Location, Stop);
        Assert.Equal(HttpStatusCode.Redirect, granted.StatusCode);
        Assert.StartsWith(AuthorizationServerClients.RedirectUri, granted.Headers.Location!.ToString(), StringComparison.Ordinal);
        var answer = HttpUtility.ParseQueryString(granted.Headers.Location.Query);
        Assert.Equal("st4te", answer["state"]);
        return answer["code"]!;
    }

    public Task<(HttpStatusCode Status, JsonElement Answer)> RedeemAsync(string code, string verifier, string application = AuthorizationServerClients.Web)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = application,
            ["code"] = code,
            ["code_verifier"] = verifier,
            ["redirect_uri"] = AuthorizationServerClients.RedirectUri,
        };
        if (application != AuthorizationServerClients.Web)
        {
            form["client_secret"] = AuthorizationServerClients.Secret;
        }

        return PostAsync("connect/token", form);
    }

    public Task<(HttpStatusCode Status, JsonElement Answer)> RefreshAsync(string refreshToken) => PostAsync("connect/token", new()
    {
        ["grant_type"] = "refresh_token",
        ["client_id"] = AuthorizationServerClients.Web,
        ["refresh_token"] = refreshToken,
    });

    /// <summary>RFC 7009.</summary>
    public async Task RevokeAsync(string token)
    {
        var (status, answer) = await PostAsync("connect/revoke", new()
        {
            ["token"] = token,
            ["client_id"] = AuthorizationServerClients.Worker,
            ["client_secret"] = AuthorizationServerClients.Secret,
        });
        Assert.True(status == HttpStatusCode.OK, $"{status} {answer}");
    }

    public void Dispose() => _http.Dispose();

    private async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(string path, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        using var response = await _http.PostAsync(path, content, Stop);
        var text = await response.Content.ReadAsStringAsync(Stop);
        return (response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }
}
