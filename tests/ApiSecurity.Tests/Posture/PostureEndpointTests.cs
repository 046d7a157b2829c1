using System.Text.Json;
using ApiSecurity.Posture;
using ApiSecurity.Tests.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Tests.Posture;

/// <summary>The report over HTTP: for whom, and in which form.</summary>
public sealed class PostureEndpointTests
{
    [Theory]
    [InlineData(false, null, 401, "unauthenticated")]
    [InlineData(false, "posture", 403, "permission_missing")]
    [InlineData(false, "posture.read", 200, null)]
    [InlineData(true, null, 401, "unauthenticated")]
    [InlineData(true, "posture", 403, "permission_missing")]
    [InlineData(true, "posture.read", 200, null)]
    public async Task Only_who_has_the_permission_gets_it_also_where_it_was_opened(bool opened, string? permission, int status, string? code)
    {
        await using var app = await JwtApp.StartAsync(map: app =>
        {
            var report = app.MapApiSecurityPosture();
            if (opened)
            {
                report.AllowAnonymous().DisableApiSecurity("a test");
            }
        });

        using var response = await app.GetAsync("/_apisecurity/posture", permission is null ? null : app.Tokens().MintFor("alice", "north", permission));

        Assert.Equal(status, (int)response.StatusCode);
        if (code is not null)
        {
            Assert.Contains($"\"code\":\"{code}\"", await response.TextAsync(), StringComparison.Ordinal);
            Assert.Equal(code, (await app.Events.NextAsync()).Reason);
            return;
        }

        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Contains("Accept", response.Headers.Vary);
    }

    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/*", "application/json")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    [InlineData("text/markdown", "text/markdown")]
    [InlineData("text/html;q=0.5, text/markdown;q=0.9", "text/markdown")]
    [InlineData("text/html;q=0.5, application/json", "application/json")]
    [InlineData("text/html;q=0", "application/json")]
    [InlineData("image/png", "application/json")]
    [InlineData(";;;", "application/json")]
    public async Task The_form_is_the_one_that_the_client_likes_best(string? accept, string mediaType)
    {
        await using var app = await JwtApp.StartAsync(map: app =>
        {
            app.MapApiSecurityPosture("/report", "see");
            app.MapGet("/<script>{id}", (string id) => id);
        });
        (string, string)[] headers = accept is null ? [] : [("Accept", accept)];

        using var response = await app.GetAsync("/report", app.Tokens().MintFor("alice", "north", "see"), headers);

        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
        var text = await response.TextAsync();
        Assert.Contains(mediaType == "text/html" ? "<td>GET /&lt;script&gt;{id}</td>" : mediaType == "text/markdown" ? "| GET /<script>{id} |" : "\"/\\u003Cscript\\u003E{id}\"", text, StringComparison.Ordinal);
        Assert.Equal(mediaType != "text/html", text.Contains("<script>", StringComparison.Ordinal) || mediaType == "application/json");
    }

    [Fact]
    public async Task Json_has_everything_in_a_shape_that_stays()
    {
        await using var app = await PostureApp.StartAsync(app =>
        {
            app.MapPatch("/shop-orders/{id:int}", (ApiSecurity.Authorization.Authorized<Authorization.Objects.ShopOrder> order, Change body) => new Change(""))
                .RequirePermission("orders.write").RequireRole("admin", "clerk").RequireRecentLogin(TimeSpan.FromMinutes(5)).RequireRateLimit("5/min");
            app.MapPost("/login", () => "").AllowAnonymous();
        }, PostureStartTests.Waiver(PostureFindingIds.AnonymousWithoutReason, "POST /login", "2026-12-31"));
        var posture = app.App.App.Services.GetRequiredService<ApiPosture>();

        using var document = JsonDocument.Parse(posture.GetReport().ToJson(await posture.GetMatrixAsync(TestContext.Current.CancellationToken)));

        var root = document.RootElement;
        Assert.Equal(["version", "madeAt", "endpoints", "findings", "matrix"], root.EnumerateObject().Select(member => member.Name));
        Assert.Equal(1, root.GetProperty("version").GetInt32());
        Assert.Equal(
            """
            {"name":"PATCH /shop-orders/{id:int}","displayName":"HTTP: PATCH /shop-orders/{id:int}","route":"/shop-orders/{id:int}","methods":["PATCH"],"hosts":[],"kind":"handler","access":{"anonymous":false,"closedByDefault":false,"known":true,"roles":[["admin","clerk"]],"permissions":["orders.write"],"scopes":[],"policies":[],"schemes":[],"maxLoginAgeSeconds":300,"acr":[],"proofOfPossession":false,"others":[]},"parameters":[{"name":"id","place":"route","type":null,"constraints":["int"],"optional":false,"catchAll":false,"identifier":true,"authorized":true}],"objects":[{"type":"ShopOrder","operation":"update","place":"route","ids":["id"],"optional":false,"taken":true}],"asksObjectPolicies":false,"body":{"type":"Change","validated":true,"gap":null},"responseTypes":["Change"],"rateLimits":["per address, 600/min","endpoint, 5/min","per client, 300/min"],"maxBodyBytes":1048576,"timeoutSeconds":100,"optOuts":[]}
            """,
            Compact(root.GetProperty("endpoints")[1]).Replace(" =\\u003E (order, body)", "", StringComparison.Ordinal));
        Assert.Equal(
            """
            {"id":"anonymous_without_reason","severity":"high","category":"API2:2023","endpoint":"POST /login","message":"Anybody may call it, and nothing says why.","remedy":"Remove AllowAnonymous; or say why: [PublicEndpoint(\u0022\u2026\u0022)], .AsPublicEndpoint(\u0022\u2026\u0022).","waived":true,"waiverReason":"the gateway asks","waivedUntil":"2026-12-31"}
            """,
            Compact(root.GetProperty("findings")[0]));
        Assert.Equal(
            """
            {"endpoint":"PATCH /shop-orders/{id:int}","answers":["unauthenticated","forbidden","forbidden","forbidden","forbidden"]}
            """,
            Compact(root.GetProperty("matrix").GetProperty("rows")[1]));
    }

    private static string Compact(JsonElement element)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            element.WriteTo(json);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private sealed record Change(string Note);
}
