using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Tests.Authentication;

/// <summary>The metadata and keys of an authorization server, as the scheme <c>Bearer</c> asks for them.</summary>
internal sealed class AuthorizationServer : HttpMessageHandler
{
    private int _asked;

    /// <summary>What is answered to a path; the key of <see cref="TestTokens"/> at first.</summary>
    public Func<string, HttpResponseMessage> Answer { get; set; } = path => Json(path == "/jwks" ? Keys(PublicJwk(TestTokens.Key, TestTokens.KeyId)) : Metadata());

    /// <summary>How many documents were asked for.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public static string Metadata(string? keys = null) => JsonSerializer.Serialize(new { issuer = TestTokens.Issuer, jwks_uri = keys ?? $"{TestTokens.Issuer}/jwks" });

    public static string Keys(params object[] keys) => JsonSerializer.Serialize(new { keys });

    public static object PublicJwk(ECDsa key, string id)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new { kty = "EC", crv = "P-256", use = "sig", kid = id, x = Base64UrlEncoder.Encode(point.X), y = Base64UrlEncoder.Encode(point.Y) };
    }

    public static HttpResponseMessage Json(string text, int status = 200) => new((System.Net.HttpStatusCode)status) { Content = new StringContent(text) };

    public Task<TestApp> StartAppAsync(
        Dictionary<string, string?>? settings = null, string environment = "Production", Action<WebApplicationBuilder>? services = null) => TestApp.StartAsync(
        JwtApp.MapAll,
        settings: new(settings ?? []) { ["Jwt:Authority"] = TestTokens.Issuer, ["Jwt:Audience"] = TestTokens.Audience, ["RateLimiting:DisabledReason"] = "the test asks often" },
        services: builder =>
        {
            builder.Services.AddApiSecurity().AddJwt();
            builder.Services.Configure<JwtBearerOptions>("Bearer", options => options.BackchannelHttpHandler = this);
            services?.Invoke(builder);
        },
        environment: environment);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return Task.FromResult(Answer(request.RequestUri!.AbsolutePath));
    }
}
