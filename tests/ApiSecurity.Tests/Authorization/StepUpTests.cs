using System.Globalization;
using System.Security.Claims;
using ApiSecurity.Authorization;
using ApiSecurity.Tests.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace ApiSecurity.Tests.Authorization;

/// <summary>Who may, but has to sign in anew or more strongly first (RFC 9470).</summary>
public sealed class StepUpTests
{
    private const string Error = "Bearer error=\"insufficient_user_authentication\"";

    public static TheoryData<string, string, string?> Calls() => new()
    {
        { "/recent", "auth_time:0", null },
        { "/recent", "auth_time:300", null },
        { "/recent", "auth_time:301", $"login_too_old {Error}, max_age=\"300\"" },
        { "/recent", "", $"login_too_old {Error}, max_age=\"300\"" },
        { "/recent", "auth_time:-30", null },
        { "/recent", "auth_time:-31", $"login_too_old {Error}, max_age=\"300\"" },
        { "/recent", "auth_time:-99999999", $"login_too_old {Error}, max_age=\"300\"" },
        { "/recent", "raw:yesterday", $"login_too_old {Error}, max_age=\"300\"" },
        { "/recent", "raw:-1", $"login_too_old {Error}, max_age=\"300\"" },
        { "/recent", "raw:1e20", $"login_too_old {Error}, max_age=\"300\"" },
        { "/recent", "raw:99999999999999999999", $"login_too_old {Error}, max_age=\"300\"" },
        { "/recent", "raw:", $"login_too_old {Error}, max_age=\"300\"" },
        { "/both", "auth_time:10 acr:mfa", null },
        { "/both", "auth_time:10 acr:phr", null },
        { "/both", "auth_time:10 acr:pwd", $"acr_insufficient {Error}, acr_values=\"phr mfa\", max_age=\"60\"" },
        { "/both", "auth_time:100 acr:mfa", $"login_too_old {Error}, acr_values=\"phr mfa\", max_age=\"60\"" },
        { "/both", "auth_time:100 acr:MFA", $"acr_insufficient {Error}, acr_values=\"phr mfa\", max_age=\"60\"" },
        { "/both", "auth_time:10", $"acr_insufficient {Error}, acr_values=\"phr mfa\", max_age=\"60\"" },
        { "/common", "acr:b", null },
        { "/common", "acr:a", $"acr_insufficient {Error}, acr_values=\"c b\"" },
        { "/common", "acr:d", $"acr_insufficient {Error}, acr_values=\"c b\"" },
        { "/scoped", "auth_time:10 scope:orders", null },
        { "/scoped", "auth_time:500", $"login_too_old {Error}, max_age=\"300\", scope=\"orders\"" },
        { "/scoped", "auth_time:500 scope:orders", $"login_too_old {Error}, max_age=\"300\"" },
        { "/scoped", "auth_time:10", "scope_missing Bearer error=\"insufficient_scope\", scope=\"orders\"" },
        { "/controller", "auth_time:10 acr:mfa", null },
        { "/controller", "auth_time:90 acr:mfa", $"login_too_old {Error}, acr_values=\"mfa\", max_age=\"60\"" },
        { "/policy", "auth_time:10 acr:mfa", null },
        { "/policy", "auth_time:301 acr:pwd", $"acr_insufficient {Error}, acr_values=\"mfa\", max_age=\"300\"" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task The_challenge_says_all_that_the_endpoint_takes(string path, string grants, string? told)
    {
        await using var app = await StartAsync();

        using var response = await app.GetAsync(path, Token(app, grants));

        var body = await response.TextAsync();
        if (told is null)
        {
            Assert.True(response.IsSuccessStatusCode, body);
            Assert.Empty(app.Events.Pending);
            return;
        }

        var refused = await app.Events.NextAsync();
        Assert.Equal(told, $"{refused.Reason} {response.Headers.WwwAuthenticate}");
        Assert.Equal(told.StartsWith("scope", StringComparison.Ordinal) ? 403 : 401, (int)response.StatusCode);
        Assert.Contains($"\"code\":\"{refused.Reason}\"", body, StringComparison.Ordinal);
        Assert.Equal("authz_fail", refused.Name);
        Assert.Empty(app.Events.Pending);
    }

    [Theory]
    [InlineData("/permission", "auth_time:9999", "permission_missing")]
    [InlineData("/role", "auth_time:9999", "role_missing")]
    [InlineData("/assertion", "auth_time:9999", "forbidden")]
    public async Task Who_may_not_at_all_is_not_sent_to_sign_in(string path, string grants, string reason)
    {
        await using var app = await StartAsync();

        using var response = await app.GetAsync(path, Token(app, grants));

        Assert.Equal(403, (int)response.StatusCode);
        Assert.Empty(response.Headers.WwwAuthenticate);
        Assert.Equal(reason, (await app.Events.NextAsync()).Reason);
    }

    [Fact]
    public async Task A_login_grows_old_while_the_token_does_not()
    {
        await using var app = await StartAsync();
        var token = Token(app, "auth_time:0");
        using var at = await app.GetAsync("/recent", token);
        app.Time.Advance(TimeSpan.FromSeconds(200));
        using var later = await app.GetAsync("/recent", token);
        app.Time.Advance(TimeSpan.FromSeconds(99));
        using var last = await app.GetAsync("/recent", token);
        app.Time.Advance(TimeSpan.FromSeconds(2));
        using var old = await app.GetAsync("/recent", token);

        Assert.Equal([200, 200, 200, 401], new[] { at, later, last, old }.Select(response => (int)response.StatusCode));
        Assert.StartsWith(Error, old.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_gets_the_plain_challenge()
    {
        await using var app = await StartAsync();

        using var response = await app.GetAsync("/recent", token: null);

        Assert.Equal((401, "Bearer"), ((int)response.StatusCode, response.Headers.NonValidated["WWW-Authenticate"].First()));
    }

    [Theory]
    [InlineData("acr=mfa", "|", "acr=pwd")]
    [InlineData("acr=mfa", "acr=pwd")]
    [InlineData("acr=")]
    [InlineData("|?", "acr=mfa")]
    public void An_acr_that_is_ambiguous_or_of_nobody_is_none(params string[] claims) => Assert.Null(Caller.From(Identities(claims)).AuthenticationContextClass);

    [Theory]
    [InlineData("auth_time=100", "|", "auth_time=200")]
    [InlineData("|?", "auth_time=100")]
    [InlineData("auth_time=+100")]
    [InlineData("auth_time= 100")]
    [InlineData("auth_time=1,000")]
    [InlineData("auth_time=253402300800")]
    public void A_time_that_is_ambiguous_or_none_is_none(params string[] claims) => Assert.Null(Caller.From(Identities(claims)).AuthenticationTime);

    [Fact]
    public void The_context_is_read_as_the_standards_write_it()
    {
        var caller = Caller.From(Identities("acr=mfa", "amr=pwd", "amr=otp", "amr=pwd", "auth_time=1700000000.5", "|?", "amr=hwk"));

        Assert.Equal(("mfa", DateTimeOffset.FromUnixTimeMilliseconds(1700000000500)), (caller.AuthenticationContextClass, caller.AuthenticationTime));
        Assert.Equal(["pwd", "otp"], caller.AuthenticationMethods);
        Assert.Empty(Caller.Anonymous.AuthenticationMethods);
        Assert.Equal(
            ("x", DateTimeOffset.UnixEpoch.AddSeconds(7)),
            (Caller.From(Identities("http://schemas.microsoft.com/claims/authnclassreference=x", $"{ClaimTypes.AuthenticationInstant}=7")) is var renamed ? (renamed.AuthenticationContextClass, renamed.AuthenticationTime) : default));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("")]
    [InlineData("five minutes")]
    [InlineData("00:00:00")]
    [InlineData("-00:05:00")]
    [InlineData("00:00:00.5")]
    [InlineData("366.00:00:00")]
    [InlineData("25:00:00")]
    public void What_is_no_age_is_refused(string age) => Assert.ThrowsAny<ArgumentException>(() => new RequireRecentLoginAttribute(age));

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("a\r\nX: y")]
    [InlineData("ä")]
    public void What_could_leave_its_quotes_is_no_acr(params string[] values)
    {
        Assert.ThrowsAny<ArgumentException>(() => new RequireAcrAttribute(values));
        Assert.ThrowsAny<ArgumentException>(() => new AuthorizationPolicyBuilder().RequireAcr(values));
    }

    private static Task<TestApp> StartAsync() => JwtApp.StartAsync(
        services: builder => builder.Services.AddControllers().OnlyControllers(typeof(StepUpController)),
        map: app =>
        {
            app.MapControllers();
            app.MapGet("/recent", () => "ok").RequireRecentLogin(TimeSpan.FromMinutes(5));
            app.MapGroup("/both").RequireRecentLogin(TimeSpan.FromMinutes(5)).RequireAcr("phr", "mfa").MapGet("", () => "ok").RequireRecentLogin(TimeSpan.FromMinutes(1));
            app.MapGet("/common", () => "ok").RequireAcr("a", "c", "b").RequireAcr("b", "c", "d");
            app.MapGet("/scoped", () => "ok").RequireScope("orders").RequireRecentLogin(TimeSpan.FromMinutes(5));
            app.MapGet("/permission", () => "ok").RequirePermission("orders.write").RequireRecentLogin(TimeSpan.FromMinutes(5));
            app.MapGet("/role", () => "ok").RequireRole("admin").RequireRecentLogin(TimeSpan.FromMinutes(5));
            app.MapGet("/assertion", () => "ok").RequireAuthorization(policy => policy.RequireAssertion(_ => false)).RequireRecentLogin(TimeSpan.FromMinutes(5));
            app.MapGet("/policy", () => "ok").RequireAuthorization(policy => policy.RequireRecentLogin(TimeSpan.FromMinutes(5)).RequireAcr("mfa"));
        });

    private static string Token(TestApp app, string grants) => app.Tokens().Mint(change: payload =>
    {
        foreach (var grant in grants.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = grant.Split(':', 2) is var parts ? (parts[0], parts[1]) : default;
            payload[name == "raw" ? "auth_time" : name] = name == "auth_time"
                ? app.Time.GetUtcNow().ToUnixTimeSeconds() - long.Parse(value, CultureInfo.InvariantCulture)
                : value;
        }
    });

    private static ClaimsPrincipal Identities(params string[] claims)
    {
        var identity = new ClaimsIdentity("test");
        var principal = new ClaimsPrincipal(identity);
        foreach (var claim in claims)
        {
            if (claim[0] == '|')
            {
                principal.AddIdentity(identity = new ClaimsIdentity(claim == "|" ? "other" : null));
                continue;
            }

            var separator = claim.LastIndexOf('=');
            identity.AddClaim(new Claim(claim[..separator], claim[(separator + 1)..]));
        }

        return principal;
    }
}

[ApiController]
[Route("controller")]
[RequireRecentLogin("00:05:00")]
[RequireAcr("mfa")]
public sealed class StepUpController : ControllerBase
{
    [HttpGet]
    [RequireRecentLogin("00:01:00")]
    public string Get() => "ok";
}
