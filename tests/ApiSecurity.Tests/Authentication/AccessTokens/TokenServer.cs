using System.Collections.Concurrent;
using System.Collections.Specialized;
using System.Net;
using System.Text.Json;
using System.Web;

namespace ApiSecurity.Tests.Authentication;

/// <summary>An authorization server that gives tokens, and an API that takes them; both can be made to misbehave.</summary>
internal sealed class TokenServer
{
    public const string Secret = "s3cret";

    private readonly ConcurrentQueue<Seen> _given = new();
    private readonly ConcurrentQueue<Seen> _called = new();
    private int _number;

    /// <summary>The answer to a question for a token: token-1, token-2, … for five minutes at first.</summary>
    public Func<Seen, Task<HttpResponseMessage>> Give { get; set; }

    /// <summary>The API's answer.</summary>
    public Func<Seen, HttpResponseMessage> Answer { get; set; } = _ => new(HttpStatusCode.OK);

    public TokenServer() => Give = _ => Task.FromResult(Token());

    public IReadOnlyCollection<Seen> Given => _given;

    public IReadOnlyCollection<Seen> Called => _called;

    public HttpResponseMessage Token(string type = "Bearer", object? expires = null, Action<Dictionary<string, object?>>? change = null)
    {
        var answer = new Dictionary<string, object?> { ["access_token"] = $"token-{Interlocked.Increment(ref _number)}", ["token_type"] = type, ["expires_in"] = expires ?? 300 };
        change?.Invoke(answer);
        return AuthorizationServer.Json(JsonSerializer.Serialize(answer));
    }

    public Task<TestApp> StartAppAsync(Dictionary<string, string?>? settings = null, Action<IHttpClientBuilder>? client = null, string environment = "Production", bool isApiReal = false)
    {
        var all = new Dictionary<string, string?>
        {
            ["AccessTokens:Clients:orders:TokenEndpoint"] = "https://id.example.com/token",
            ["AccessTokens:Clients:orders:ClientId"] = "shop",
            ["AccessTokens:Clients:orders:ClientSecret"] = Secret,
            ["AccessTokens:Clients:orders:Scope"] = "orders.read orders.write",
        };
        foreach (var (key, value) in settings ?? [])
        {
            all[key] = value;
        }

        return TestApp.StartAsync(settings: all, environment: environment, services: builder =>
        {
            builder.Services.AddHttpClient("ApiSecurity.AccessTokens:orders").ConfigurePrimaryHttpMessageHandler(() => new Handler(async seen =>
            {
                _given.Enqueue(seen);
                return await Give(seen);
            }));
            var orders = builder.Services.AddHttpClient("orders", http => http.BaseAddress = new("https://orders.example.com/v1/"));
            if (!isApiReal)
            {
                orders.ConfigurePrimaryHttpMessageHandler(() => new Handler(seen =>
                {
                    _called.Enqueue(seen);
                    return Task.FromResult(Answer(seen));
                }));
            }

            (client ?? (static orders => orders.AddAccessTokens()))(orders);
        });
    }

    internal sealed record Seen(string Method, Uri Address, string? Authorization, string? Proof, string Body)
    {
        public NameValueCollection Form => HttpUtility.ParseQueryString(Body);
    }

    private sealed class Handler(Func<Seen, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => await answer(new(
            request.Method.Method,
            request.RequestUri!,
            request.Headers.Authorization?.ToString(),
            request.Headers.TryGetValues("DPoP", out var proofs) ? Assert.Single(proofs) : null,
            request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken)));
    }
}
