using Microsoft.Extensions.Options;

namespace ApiSecurity.Tests.Authentication;

/// <summary>The protected resource's metadata, and the challenges that name them (RFC 9728).</summary>
public sealed class ProtectedResourceTests
{
    private const string Root = "/.well-known/oauth-protected-resource";

    [Fact]
    public async Task Clients_learn_what_the_standard_has_for_them_and_no_more()
    {
        await using var app = await StartAsync(new()
        {
            ["ProtectedResource:Resource"] = "https://api.example.com",
            ["ProtectedResource:Name"] = "Shop",
            ["ProtectedResource:Documentation"] = "https://docs.example.com",
            ["ProtectedResource:Policy"] = "https://example.com/policy",
            ["ProtectedResource:TermsOfService"] = "https://example.com/terms",
            ["Jwt:Authority"] = "https://id.example.com",
            ["Jwt:ValidIssuers:0"] = "https://login.example.com",
        });

        using var response = await app.GetAsync(Root, token: null);

        Assert.Equal(
            """{"resource":"https://api.example.com","authorization_servers":["https://id.example.com","https://login.example.com"],"scopes_supported":["a","b"],"bearer_methods_supported":["header"],"resource_name":"Shop","resource_documentation":"https://docs.example.com","resource_policy_uri":"https://example.com/policy","resource_tos_uri":"https://example.com/terms"}""",
            (await response.TextAsync()).Replace("\\u002B", "+", StringComparison.Ordinal));
        Assert.Equal(("application/json", "max-age=3600, public"), (response.Content.Headers.ContentType!.ToString(), string.Join(", ", response.Headers.CacheControl!.ToString().Split(", ").Order())));
        Assert.Empty(app.Events.Pending);
    }

    [Fact]
    public async Task What_has_no_values_is_not_there_and_lists_of_ones_own_go_before()
    {
        await using var bare = await StartAsync(new() { ["ProtectedResource:Resource"] = "https://api.example.com" }, app => app.MapProtectedResourceMetadata());
        await using var own = await StartAsync(new()
        {
            ["ProtectedResource:Resource"] = "https://api.example.com",
            ["ProtectedResource:Scopes:0"] = "a",
            ["ProtectedResource:AuthorizationServers:0"] = "https://other.example.com",
            ["Jwt:ValidIssuers:0"] = "https://login.example.com",
        });

        Assert.Equal("""{"resource":"https://api.example.com","bearer_methods_supported":["header"]}""", await bare.CreateClient().GetStringAsync(Root, TestContext.Current.CancellationToken));
        Assert.Equal(
            """{"resource":"https://api.example.com","authorization_servers":["https://other.example.com"],"scopes_supported":["a"],"bearer_methods_supported":["header"]}""",
            await own.CreateClient().GetStringAsync(Root, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(null, null, null, ""","dpop_signing_alg_values_supported":["ES256","PS256"]""")]
    [InlineData("Required", null, null, ""","dpop_signing_alg_values_supported":["ES256","PS256"],"dpop_bound_access_tokens_required":true""")]
    [InlineData("Required", "Report", null, ""","dpop_signing_alg_values_supported":["ES256","PS256"]""")]
    [InlineData("Disabled", null, "true", ""","tls_client_certificate_bound_access_tokens":true""")]
    [InlineData("Disabled", null, null, null)]
    public async Task Clients_learn_how_tokens_are_bound(string? dpop, string? mode, string? certificates, string? members)
    {
        await using var app = await StartAsync(new()
        {
            ["ProtectedResource:Resource"] = "https://api.example.com",
            ["ProtectedResource:CertificateBoundTokens"] = certificates,
            ["ProofOfPossession:DPoP"] = dpop ?? "Allowed",
            ["ProofOfPossession:Mode"] = mode,
            ["ProofOfPossession:ValidAlgorithms:0"] = "ES256",
            ["ProofOfPossession:ValidAlgorithms:1"] = "PS256",
        }, app => app.MapProtectedResourceMetadata());

        Assert.Equal(
            $$"""{"resource":"https://api.example.com","bearer_methods_supported":["header"]{{members}}}""",
            await app.CreateClient().GetStringAsync(Root, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_a_trusted_proxy_tells_of_certificates_is_told_and_follows_a_reload()
    {
        await using var app = await StartAsync(new() { ["ProtectedResource:Resource"] = "https://api.example.com", ["Transport:TrustedProxies:0"] = "10.0.0.4", ["ProofOfPossession:CertificateFromProxy"] = "true" });
        Assert.Contains("\"tls_client_certificate_bound_access_tokens\":true", await app.CreateClient().GetStringAsync(Root, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        app.App.Configuration["ApiSecurity:ProofOfPossession:CertificateFromProxy"] = "false";
        ((IConfigurationRoot)app.App.Configuration).Reload();

        Assert.DoesNotContain("tls_client", await app.CreateClient().GetStringAsync(Root, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_issuer_whose_tokens_are_accepted_is_told()
    {
        await using var app = await StartAsync(
            new()
            {
                ["ProtectedResource:Resource"] = "https://api.example.com",
                ["Jwt:Authority"] = "https://id.example.com",
                ["Jwt:Audience"] = "shop",
                ["Jwt:Issuers:partner:Authority"] = "https://partner.example",
                ["Jwt:Issuers:partner:Tenant"] = "south",
                ["Jwt:Issuers:other:Authority"] = "https://other.example",
                ["Jwt:Issuers:other:ValidIssuers:0"] = "https://other.example/issuer",
                ["Jwt:Issuers:other:Tenant"] = "west",
                ["Introspection:Servers:main:Authority"] = "https://opaque.example",
                ["Introspection:Servers:main:ClientId"] = "shop",
                ["Introspection:Servers:main:ClientSecret"] = "s3cret",
                ["Introspection:Servers:main:Audience"] = "shop",
            },
            app => app.MapProtectedResourceMetadata(),
            builder => builder.Services.AddApiSecurity().AddIntrospection());

        Assert.Contains(
            """:["https://id.example.com","https://other.example/issuer","https://partner.example","https://opaque.example"],""",
            await app.CreateClient().GetStringAsync(Root, TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mode_that_means_nothing_stops_the_start()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(new() { ["ProtectedResource:Resource"] = "https://api.example.com", ["ProtectedResource:Mode"] = "Report" }));

        Assert.Contains("ApiSecurity:ProtectedResource:Mode is Report", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://api.example.com", Root)]
    [InlineData("https://api.example.com/", Root)]
    [InlineData("https://api.example.com/v1", Root + "/v1")]
    [InlineData("https://api.example.com/v1/", Root + "/v1/")]
    [InlineData("https://api.example.com:8443/tenants/north", Root + "/tenants/north")]
    public async Task They_are_between_the_host_and_the_path_and_challenges_say_so(string resource, string path)
    {
        await using var app = await StartAsync(new() { ["ProtectedResource:Resource"] = resource });
        var url = new Uri(resource).GetLeftPart(UriPartial.Authority) + path;

        using var metadata = await app.GetAsync(path, token: null);
        using var nobody = await app.GetAsync("/a", token: null);
        using var forged = await app.GetAsync("/a", "x");
        using var scopeless = await app.GetAsync("/a", app.Tokens().Mint());
        using var old = await app.GetAsync("/recent", app.Tokens().Mint());

        Assert.StartsWith($"{{\"resource\":\"{resource}\",", await metadata.TextAsync(), StringComparison.Ordinal);
        Assert.Equal($"Bearer resource_metadata=\"{url}\"", nobody.Headers.WwwAuthenticate.ToString());
        Assert.Equal($"Bearer error=\"invalid_token\", resource_metadata=\"{url}\"", forged.Headers.WwwAuthenticate.ToString());
        Assert.Equal($"Bearer error=\"insufficient_scope\", scope=\"a\", resource_metadata=\"{url}\"", scopeless.Headers.WwwAuthenticate.ToString());
        Assert.Equal($"Bearer error=\"insufficient_user_authentication\", max_age=\"60\", resource_metadata=\"{url}\"", old.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task A_host_that_the_client_names_is_not_repeated()
    {
        await using var app = await StartAsync(new() { ["ProtectedResource:Resource"] = "https://api.example.com" });

        using var response = await app.GetAsync("/a", token: null, ("Host", "evil.example"));

        Assert.Equal($"Bearer resource_metadata=\"https://api.example.com{Root}\"", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Other_schemes_challenges_stay_as_they_are_and_none_is_named_twice()
    {
        await using var app = await StartAsync(new() { ["ProtectedResource:Resource"] = "https://api.example.com" }, app =>
        {
            app.MapProtectedResourceMetadata();
            app.MapGet("/a", () => "a").RequireScope("a");
        }, builder => builder.Services.Configure<Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerOptions>("Bearer", options => options.Events = new()
        {
            OnChallenge = context =>
            {
                context.Response.Headers.Append("WWW-Authenticate", new(["Basic realm=\"x\"", "BearerLike", "DPoP algs=\"ES256\"", "Bearer resource_metadata=\"https://own.example\""]));
                return Task.CompletedTask;
            },
        }));

        using var response = await app.GetAsync("/a", token: null);

        Assert.Equal(
            ["Basic realm=\"x\"", "BearerLike", $"DPoP algs=\"ES256\", resource_metadata=\"https://api.example.com{Root}\"", "Bearer resource_metadata=\"https://own.example\"", $"Bearer resource_metadata=\"https://api.example.com{Root}\""],
            response.Headers.NonValidated["WWW-Authenticate"]);
    }

    [Fact]
    public async Task The_audience_is_the_resource_where_it_is_an_address()
    {
        await using var app = await StartAsync(new() { ["Jwt:Audience"] = "https://api.example.com/v2" });

        using var response = await app.GetAsync(Root + "/v2", token: null);

        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task Switched_off_nothing_is_there_and_nothing_is_named()
    {
        await using var app = await StartAsync(new() { ["ProtectedResource:Resource"] = "https://api.example.com", ["ProtectedResource:DisabledReason"] = "not public yet" });

        using var metadata = await app.GetAsync(Root, token: null);
        using var nobody = await app.GetAsync("/a", token: null);

        Assert.Equal(404, (int)metadata.StatusCode);
        Assert.Equal("Bearer", nobody.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData("http://api.example.com")]
    [InlineData("api.example.com")]
    [InlineData("https://api.example.com?x=1")]
    [InlineData("https://api.example.com#x")]
    [InlineData("https://user@api.example.com")]
    [InlineData("https://api.example.com/{id}")]
    [InlineData("https://api.example.com/a%2Fb")]
    [InlineData("https://api.example.com/a/../b")]
    [InlineData("https://api.example.com/a\"b")]
    [InlineData("https://api.example.com/ä")]
    [InlineData("")]
    public async Task What_is_no_resource_stops_the_start(string resource)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(new() { ["ProtectedResource:Resource"] = resource }));

        Assert.Contains("ApiSecurity:ProtectedResource:Resource is not a resource identifier.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_can_not_take_effect_stops_the_start()
    {
        static Task<TestApp> Start(string key, string value, Action<WebApplication> map) => StartAsync(new() { [key] = value }, map);
        var unmapped = await Assert.ThrowsAsync<InvalidOperationException>(() => Start("ProtectedResource:Name", "Shop", app => app.MapGet("/", () => "ok")));
        var nameless = await Assert.ThrowsAsync<InvalidOperationException>(() => Start("Jwt:ClockSkew", "00:00:10", app => app.MapProtectedResourceMetadata()));
        var twice = await Assert.ThrowsAsync<InvalidOperationException>(() => Start("ProtectedResource:Resource", "https://a.example", app =>
        {
            app.MapProtectedResourceMetadata();
            app.MapProtectedResourceMetadata();
        }));
        var grouped = await Assert.ThrowsAsync<InvalidOperationException>(() => Start("ProtectedResource:Resource", "https://a.example", app => app.MapGroup("/v1").MapProtectedResourceMetadata()));

        Assert.Contains("ApiSecurity:ProtectedResource is configured, but nobody can read it.", unmapped.Message, StringComparison.Ordinal);
        Assert.Contains("needs the API's resource identifier", nameless.Message, StringComparison.Ordinal);
        Assert.Contains("called twice", twice.Message, StringComparison.Ordinal);
        Assert.Contains("on a group", grouped.Message, StringComparison.Ordinal);
    }

    private static Task<TestApp> StartAsync(Dictionary<string, string?> settings, Action<WebApplication>? map = null, Action<WebApplicationBuilder>? services = null) => JwtApp.StartAsync(
        // What DPoP adds to challenges is looked at elsewhere.
        new(settings) { ["ProofOfPossession:DPoP"] = settings.GetValueOrDefault("ProofOfPossession:DPoP", "Disabled") },
        services,
        map ?? (app =>
        {
            app.MapProtectedResourceMetadata();
            app.MapGet("/a", () => "a").RequireScope("a");
            app.MapGet("/ab", () => "ab").RequireScope("b").RequireScope("a");
            app.MapGet("/recent", () => "ok").RequireRecentLogin(TimeSpan.FromMinutes(1));
        }));
}
