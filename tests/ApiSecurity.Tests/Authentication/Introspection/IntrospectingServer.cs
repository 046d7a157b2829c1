using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Web;

namespace ApiSecurity.Tests.Authentication;

/// <summary>An authorization server that is asked about tokens, and can be made to lie, to be slow and to send garbage.</summary>
internal sealed class IntrospectingServer : HttpMessageHandler
{
    public const string Issuer = "https://id.example.com";
    public const string Token = "opaque-0123456789abcdef";

    private readonly ConcurrentQueue<Asked> _asked = new();

    /// <summary>What is known of a token; a good answer for every token at first.</summary>
    public Func<string, object> Know { get; set; } = _ => Active();

    /// <summary>The whole answer to a question; what is known as JSON at first.</summary>
    public Func<Asked, Task<HttpResponseMessage>> Answer { get; set; }

    public IntrospectingServer() => Answer = asked => Task.FromResult(Json(JsonSerializer.Serialize(Know(asked.Form["token"]!))));

    /// <summary>What metadata and keys are answered with.</summary>
    public Func<string, HttpResponseMessage> Document { get; set; } = path => path switch
    {
        "/.well-known/openid-configuration" => Json(Metadata()),
        "/jwks" => Json(AuthorizationServer.Keys(AuthorizationServer.PublicJwk(TestTokens.Key, TestTokens.KeyId))),
        _ => new HttpResponseMessage(HttpStatusCode.NotFound),
    };

    /// <summary>The questions about tokens.</summary>
    public IReadOnlyCollection<Asked> Questions => _asked;

    public int DocumentsAsked { get; private set; }

    public static Dictionary<string, object?> Active(Action<Dictionary<string, object?>>? change = null)
    {
        var answer = new Dictionary<string, object?>
        {
            ["active"] = true,
            ["iss"] = Issuer,
            ["aud"] = TestTokens.Audience,
            ["sub"] = "alice",
            ["client_id"] = "shop-web",
            ["scope"] = "orders profile",
        };
        change?.Invoke(answer);
        return answer;
    }

    public static string Metadata(string issuer = Issuer) => JsonSerializer.Serialize(new
    {
        issuer,
        introspection_endpoint = $"{Issuer}/introspect",
        token_endpoint = $"{Issuer}/token",
        jwks_uri = $"{Issuer}/jwks",
        mtls_endpoint_aliases = new { introspection_endpoint = "https://mtls.example.com/introspect" },
    });

    public static HttpResponseMessage Json(string text, int status = 200, string type = "application/json") =>
        new((HttpStatusCode)status) { Content = new StringContent(text, Encoding.UTF8, type) };

    public Task<TestApp> StartAppAsync(
        Dictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? services = null, string environment = "Production") => TestApp.StartAsync(
        JwtApp.MapAll,
        With(settings),
        builder =>
        {
            builder.Services.AddApiSecurity().AddIntrospection();
            foreach (var name in (string[])["main", "other"])
            {
                builder.Services.AddHttpClient($"ApiSecurity.Introspection:{name}").ConfigurePrimaryHttpMessageHandler(() => this);
            }

            services?.Invoke(builder);
        },
        environment: environment);

    public static Dictionary<string, string?> With(Dictionary<string, string?>? settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["Introspection:Servers:main:Endpoint"] = $"{Issuer}/introspect",
            ["Introspection:Servers:main:ClientId"] = "shop-api",
            ["Introspection:Servers:main:ClientSecret"] = "s3cr:t +é",
            ["Introspection:Servers:main:Audience"] = TestTokens.Audience,
            ["RateLimiting:DisabledReason"] = "the test asks often",
        };
        foreach (var (key, value) in settings ?? [])
        {
            all[key] = value;
        }

        return all;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get)
        {
            DocumentsAsked++;
            return Document(request.RequestUri!.AbsolutePath);
        }

        var form = HttpUtility.ParseQueryString(await request.Content!.ReadAsStringAsync(cancellationToken));
        var asked = new Asked(request.RequestUri!, request.Headers.Authorization?.ToString(), request.Headers.Accept.ToString(), form, cancellationToken);
        _asked.Enqueue(asked);
        return await Answer(asked);
    }

    internal sealed record Asked(Uri Address, string? Authorization, string Accept, System.Collections.Specialized.NameValueCollection Form, CancellationToken Cancelled);
}
