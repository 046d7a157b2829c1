using System.Security.Claims;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.FileProviders;

namespace ApiSecurity.Tests.Headers;

/// <summary>Answers that carry a user's data are not to be kept, unless the application says how to keep them.</summary>
public sealed class CacheControlTests
{
    [Theory]
    [InlineData("/plain", false, null)]
    [InlineData("/plain", true, "no-store")]
    [InlineData("/own", true, "private, max-age=60")]
    [InlineData("/expires", true, null)]
    [InlineData("/cookie", false, "no-store")]
    [InlineData("/etag", true, "no-store")]
    [InlineData("/etag", false, null)]
    [InlineData("/nowhere", true, "no-store")]
    public async Task An_answer_says_no_store_where_it_is_somebody_s(string path, bool known, string? expected)
    {
        await using var app = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (known)
        {
            request.Headers.Add("X-Test-User", "alice");
        }

        using var response = await app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.Single("Cache-Control"));
    }

    [Fact]
    public async Task A_request_with_a_credential_that_nobody_read_counts_as_somebody_s()
    {
        await using var app = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/plain");
        request.Headers.TryAddWithoutValidation("Authorization", "Custom abc");

        using var response = await app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("no-store", response.Single("Cache-Control"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_static_file_is_the_same_for_everybody_and_may_be_kept(bool known)
    {
        await using var app = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ApiSecurity.Tests.deps.json");
        if (known)
        {
            request.Headers.Add("X-Test-User", "alice");
        }

        using var response = await app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);

        Assert.NotNull(response.Single("ETag"));
        Assert.Null(response.Single("Cache-Control"));
    }

    [Fact]
    public async Task Output_caching_goes_on_working_and_a_cached_answer_carries_the_headers_once()
    {
        await using var app = await StartAsync();
        var client = app.CreateClient();

        var first = await client.GetStringAsync("/cached", TestContext.Current.CancellationToken);
        using var second = await client.GetAsync("/cached", TestContext.Current.CancellationToken);

        Assert.Equal(first, await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.NotNull(second.Single("Age"));
        second.Carries(PresetTests.Api);
    }

    [Fact]
    public async Task A_page_with_a_nonce_is_stored_nowhere()
    {
        await using var app = await StartAsync();
        var client = app.CreateClient();

        using var first = await client.GetAsync("/nonce", TestContext.Current.CancellationToken);
        using var second = await client.GetAsync("/nonce", TestContext.Current.CancellationToken);

        Assert.Equal("no-store", first.Single("Cache-Control"));
        Assert.NotEqual(
            await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_value_can_be_changed_and_left_out()
    {
        await using var changed = await StartAsync(new() { ["Headers:CacheControl"] = "private, no-cache" });
        await using var none = await StartAsync(new() { ["Headers:CacheControl"] = "" });

        Assert.Equal("private, no-cache", (await changed.CreateClient().GetAsync("/cookie", TestContext.Current.CancellationToken)).Single("Cache-Control"));
        Assert.Null((await none.CreateClient().GetAsync("/cookie", TestContext.Current.CancellationToken)).Single("Cache-Control"));
    }

    private static Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null) => TestApp.StartAsync(
        app =>
        {
            app.MapGet("/plain", () => "hello").AllowAnonymous();
            app.MapGet("/own", (HttpResponse response) => response.Headers.CacheControl = "private, max-age=60").AllowAnonymous();
            app.MapGet("/expires", (HttpResponse response) => response.Headers.Expires = "0").AllowAnonymous();
            app.MapGet("/cookie", (HttpResponse response) => response.Cookies.Append("a", "b")).AllowAnonymous();
            app.MapGet("/etag", (HttpResponse response) =>
            {
                response.Headers.ETag = "\"1\"";
                response.Headers.LastModified = "Thu, 01 Jan 2026 00:00:00 GMT";
            }).AllowAnonymous();
            app.MapGet("/cached", () => Guid.NewGuid().ToString()).AllowAnonymous().CacheOutput(Always);
            app.MapGet("/nonce", (HttpContext context) => context.GetCspNonce()).AllowAnonymous().CacheOutput(Always)
                .WithSecurityHeaders(ApiSecurity.Headers.SecurityHeadersPreset.Browser);
        },
        settings,
        builder => builder.Services.AddOutputCache(),
        app =>
        {
            app.UseApiSecurityHeaders();
            app.Use((context, next) =>
            {
                if (context.Request.Headers["X-Test-User"] is [{ } name])
                {
                    context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", name)], "Test"));
                }

                return next(context);
            });
            app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(AppContext.BaseDirectory) });
            app.UseApiSecurity();
            app.UseOutputCache();
        });

    private static void Always(OutputCachePolicyBuilder policy) => policy.Expire(TimeSpan.FromHours(1));
}
