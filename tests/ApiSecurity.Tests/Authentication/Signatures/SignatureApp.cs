using ApiSecurity.Authentication;

namespace ApiSecurity.Tests.Authentication.Signatures;

/// <summary>An application that knows the key of <see cref="SignedCall"/>.</summary>
internal static class SignatureApp
{
    public static Task<TestApp> StartAsync(
        Dictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? services = null, Action<WebApplication>? map = null, bool kestrel = false) =>
        TestApp.StartAsync(
            map ?? Map,
            settings,
            builder =>
            {
                builder.Services.AddApiSecurity().AddHttpSignatures(options => options.Keys[SignedCall.KeyId] = new HttpSignatureKeyOptions
                {
                    Algorithm = HttpSignatureAlgorithms.EcdsaP256Sha256,
                    Key = SignedCall.Key.ExportSubjectPublicKeyInfoPem(),
                    Subject = "partner",
                    ClientId = "partner-client",
                    Tenant = "north",
                    Scopes = { "orders", "invoices" },
                    Permissions = { "orders.write" },
                });
                services?.Invoke(builder);
            },
            kestrel: kestrel);

    public static void Map(WebApplication app)
    {
        app.MapGet("/orders", (ApiSecurity.Authorization.Caller caller) => $"{caller.Subject} {caller.Client} {caller.Tenant}").RequirePermission("orders.write").RequireScope("invoices");
        app.MapPost("/orders", (Named body) => body.Name);
        app.MapPost("/raw", async (HttpRequest request) => await new StreamReader(request.Body).ReadToEndAsync());
        app.MapGet("/open", (ApiSecurity.Authorization.Caller caller) => caller.Subject ?? "nobody").AllowAnonymous();
    }

    public static async Task<HttpResponseMessage> SendAsync(this TestApp app, SignedCall call)
    {
        using var client = app.CreateClient();
        return await client.SendAsync(call.Build(), TestContext.Current.CancellationToken);
    }

    public static Task<HttpResponseMessage> SendAsync(this TestApp app, HttpRequestMessage request) =>
        app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);

    public static async Task<string> AcceptedAsync(this TestApp app, HttpRequestMessage request)
    {
        using var response = await app.SendAsync(request);
        var text = await response.TextAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {text} {(app.Events.Pending.FirstOrDefault()?.Reason)}");
        Assert.Empty(app.Events.Pending);
        return text;
    }

    /// <summary>The request is refused for the reason, which is told once; the client learns only that the signature is not valid.</summary>
    public static async Task RefusedAsync(this TestApp app, HttpRequestMessage request, string reason, string challenge = "Signature")
    {
        using var response = await app.SendAsync(request);
        var body = await response.TextAsync();
        Assert.True((int)response.StatusCode == 401, $"{(int)response.StatusCode} {body}");
        Assert.Equal(challenge, response.Headers.WwwAuthenticate.ToString());
        Assert.Contains("\"code\":\"invalid_signature\"", body, StringComparison.Ordinal);
        var told = await app.Events.NextAsync();
        Assert.Equal(("authn_login_fail", reason, SecurityEventOutcome.Refused), (told.Name, told.Reason, told.Outcome));
        Assert.Empty(app.Events.Pending);
    }

    internal sealed record Named(string Name);
}
