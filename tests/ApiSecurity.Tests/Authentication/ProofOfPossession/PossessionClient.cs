using System.Net;

namespace ApiSecurity.Tests.Authentication.Possession;

internal static class PossessionClient
{
    public static async Task<HttpResponseMessage> SendAsync(this TestApp app, HttpMethod method, string url, string? authorization, string? proof)
    {
        using var request = new HttpRequestMessage(method, url);
        if (authorization is not null)
        {
            Assert.True(request.Headers.TryAddWithoutValidation("Authorization", authorization));
        }

        if (proof is not null)
        {
            Assert.True(request.Headers.TryAddWithoutValidation("DPoP", proof));
        }

        return await app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static async Task AssertLetInAsync(this TestApp app, string url, string token, string? proof)
    {
        using var response = await app.SendAsync(HttpMethod.Get, url, $"DPoP {token}", proof);
        var body = await response.TextAsync();
        var reason = response.StatusCode == HttpStatusCode.OK ? null : (await app.Events.NextAsync()).Reason;
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{(int)response.StatusCode} {reason} {body}");
        Assert.Equal("alice", body);
    }

    /// <summary>Refused with the challenge's error, and told once with the reason, which the client does not learn.</summary>
    public static async Task AssertNotLetInAsync(this TestApp app, string url, string token, string? proof, string reason, string error)
    {
        using var response = await app.SendAsync(HttpMethod.Get, url, $"DPoP {token}", proof);
        var body = await response.TextAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{(int)response.StatusCode} {body}");
        var told = await app.Events.NextAsync();
        Assert.Equal(("authn_login_fail", reason), (told.Name, told.Reason));
        var challenge = Assert.Single(response.Headers.WwwAuthenticate);
        Assert.Equal("DPoP", challenge.Scheme);
        Assert.StartsWith($"error=\"{error}\", algs=\"ES256 ", challenge.Parameter, StringComparison.Ordinal);
        Assert.Contains($"\"code\":\"{error}\"", body, StringComparison.Ordinal);
        Assert.Empty(app.Events.Pending);
    }
}
