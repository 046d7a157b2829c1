using System.Net;
using System.Text;
using ApiSecurity.Authentication;
using Microsoft.AspNetCore.Authentication;
using FsCheck.Xunit;
using Microsoft.AspNetCore.Identity;

namespace ApiSecurity.Tests.Authentication;

/// <summary>What whoever has no password would try.</summary>
public sealed class BasicAttackTests
{
    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Basic !")]
    [InlineData("Basic YWxpY2U")]
    [InlineData("Basic YWxpY2U=")]
    [InlineData("Basic OnNlY3JldA==")]
    [InlineData("Basic YWxp Y2U6eA==")]
    [InlineData("Basic YWxpY2U6eA==,Basic YWxpY2U6eA==")]
    public async Task What_has_not_the_form_is_refused(string header)
    {
        await using var app = await BasicApp.StartAsync(settings: BasicApp.Configured());

        await app.AssertPasswordRefusedAsync("credential_malformed", header);
    }

    [Theory]
    [InlineData(new byte[] { 0x61, 0x3A, 0xFF })]
    [InlineData(new byte[] { 0x61, 0xC0, 0x80, 0x3A, 0x62 })]
    [InlineData(new byte[] { 0x61, 0x3A, 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0x61, 0x00, 0x3A, 0x62 })]
    [InlineData(new byte[] { 0x61, 0x3A, 0x0D, 0x0A })]
    [InlineData(new byte[] { 0x61, 0x3A, 0x7F })]
    public async Task Bytes_that_are_no_UTF8_and_control_characters_are_refused(byte[] bytes)
    {
        await using var app = await BasicApp.StartAsync(settings: BasicApp.Configured());

        await app.AssertPasswordRefusedAsync("credential_malformed", "Basic " + Convert.ToBase64String(bytes));
    }

    [Fact]
    public async Task Names_and_headers_of_any_length_are_refused()
    {
        await using var app = await BasicApp.StartAsync(settings: BasicApp.Configured());

        await app.AssertPasswordRefusedAsync("credential_malformed", BasicApp.Header(new string('a', 257), "x"));
        await app.AssertPasswordRefusedAsync("credential_malformed", BasicApp.Header("a", new string('x', 4_000)));
    }

    [Fact]
    public async Task Two_credentials_are_refused()
    {
        await using var app = await BasicApp.StartAsync(settings: new(BasicApp.Configured()) { ["Transport:DisabledReason"] = "it refuses this before" }, withJwt: true);
        var request = new HttpRequestMessage(HttpMethod.Get, "https://localhost/me");
        request.Headers.TryAddWithoutValidation("Authorization", BasicApp.Header("alice", BasicApp.Password));
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + app.Tokens().Mint());

        using var response = await app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("credential_ambiguous", (await app.Events.NextAsync("authn_login_fail")).Reason);
    }

    [Theory]
    [InlineData("Production", "192.0.2.7", false)]
    [InlineData("Production", "127.0.0.1", false)]
    [InlineData("Development", "192.0.2.7", false)]
    [InlineData("Development", "127.0.0.1", true)]
    public async Task Without_TLS_a_password_is_not_looked_at(string environment, string from, bool isLetIn)
    {
        await using var app = await BasicApp.StartAsync(settings: new(BasicApp.Configured()) { ["Transport:RequireHttps"] = "false" }, from: () => IPAddress.Parse(from), environment: environment);
        var header = BasicApp.Header("alice", BasicApp.Password);

        if (isLetIn)
        {
            using var response = await app.AskAsync(header, "http://localhost/me");
            Assert.Equal(200, (int)response.StatusCode);
        }
        else
        {
            await app.AssertPasswordRefusedAsync("credential_unprotected", header, "http://localhost/me");
            using var known = await app.AskAsync(header);
            await app.AssertPasswordRefusedAsync("credential_unprotected", header, "http://localhost/me");
        }
    }

    [Fact]
    public async Task A_user_without_a_password_and_a_broken_hash_are_nobodys_way_in()
    {
        await using var app = await BasicApp.StartAsync(new MemoryUsers().With("none", null).With("empty", string.Empty).With("broken", "AA==").With("text", "secret"));

        Assert.Equal(401, await app.StatusAsync("none", string.Empty));
        Assert.Equal(401, await app.StatusAsync("empty", string.Empty));
        Assert.Equal(401, await app.StatusAsync("broken", string.Empty));
        Assert.NotEqual(200, await app.StatusAsync("text", "secret"));
    }

    [Fact]
    public async Task A_store_that_fails_is_nobodys_way_in_and_no_500()
    {
        var users = new MemoryUsers().With("alice", BasicApp.Hash);
        await using var app = await BasicApp.StartAsync(users);
        Assert.Equal(200, await app.StatusAsync("alice", BasicApp.Password));
        foreach (var fault in new Exception[] { new TimeoutException("Password=secret"), new TaskCanceledException("timed out") })
        {
            users.Fault = fault;
            using var response = await app.AskAsync(BasicApp.Header("alice", BasicApp.Password));
            var body = await response.TextAsync();
            Assert.Equal(503, (int)response.StatusCode);
            Assert.Contains("\"code\":\"store_unavailable\"", body, StringComparison.Ordinal);
            Assert.DoesNotContain(app.Logs.GetSnapshot(), record => record.Message.Contains("secret", StringComparison.Ordinal));
        }

        users.Fault = null;
        Assert.Equal(200, await app.StatusAsync("alice", BasicApp.Password));
    }

    [Fact]
    public async Task Guessing_waits_also_with_the_right_password_and_the_person_at_home_does_not()
    {
        var from = IPAddress.Parse("192.0.2.7");
        await using var app = await BasicApp.StartAsync(settings: BasicApp.Configured(), from: () => from);
        Assert.Equal(200, await app.StatusAsync("alice", BasicApp.Password));

        from = IPAddress.Parse("203.0.113.9");
        var statuses = new List<int>();
        for (var guess = 0; guess < 12; guess++)
        {
            statuses.Add(await app.StatusAsync("alice", $"guess {guess}"));
        }

        Assert.Equal(401, statuses[0]);
        Assert.Equal(429, statuses[^1]);
        using var locked = await app.AskAsync(BasicApp.Header("alice", BasicApp.Password));
        Assert.Equal(429, (int)locked.StatusCode);
        Assert.NotNull(locked.Headers.RetryAfter);

        from = IPAddress.Parse("192.0.2.7");
        Assert.Equal(200, await app.StatusAsync("alice", BasicApp.Password));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_endpoint_that_names_the_scheme_lets_nobody_guess_either(bool isAnotherDefault)
    {
        await using var app = await BasicApp.StartAsync(
            settings: BasicApp.Configured(),
            withJwt: true,
            map: app => app.MapGet("/named", () => "in").RequireAuthorization(policy => policy.AddAuthenticationSchemes("Basic").RequireAuthenticatedUser()),
            services: services => services.AddAuthentication(options => options.DefaultScheme = isAnotherDefault ? "Bearer" : options.DefaultScheme));
        for (var guess = 0; guess < 12; guess++)
        {
            using var wrong = await app.AskAsync(BasicApp.Header("alice", $"guess {guess}"), "https://localhost/named");
        }

        using var locked = await app.AskAsync(BasicApp.Header("alice", BasicApp.Password), "https://localhost/named");
        Assert.Equal(429, (int)locked.StatusCode);
        Assert.NotNull(locked.Headers.RetryAfter);
    }

    /// <summary>Who owns ALICE, or a token for somebody called alice, must not wipe out what was counted for alice's password.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nobody_buys_guesses_at_one_name_with_a_credential_for_another(bool withToken)
    {
        var store = new ExactUsers();
        store.Users["alice"] = new BasicUser { Name = "alice", PasswordHash = BasicPasswordHash.Create("another password", 100_000) };
        store.Users["ALICE"] = new BasicUser { Name = "ALICE", PasswordHash = BasicApp.Hash };
        await using var app = await BasicApp.StartAsync(store, withJwt: true);

        for (var guess = 0; guess < 15; guess++)
        {
            if (guess % 3 == 0)
            {
                using var own = await app.AskAsync(withToken ? $"Bearer {app.Tokens().Mint("alice")}" : BasicApp.Header("ALICE", BasicApp.Password));
                Assert.Equal(200, (int)own.StatusCode);
            }

            await app.StatusAsync("alice", $"guess {guess}");
        }

        Assert.True(store.AskedForAlice < 10, $"{store.AskedForAlice} guesses were tried.");
        Assert.Equal(429, await app.StatusAsync("alice", "another password"));
    }

    /// <summary>An endpoint that the library leaves alone is still one where guesses could be made at its passwords.</summary>
    [Fact]
    public async Task An_endpoint_that_is_taken_out_lets_nobody_guess_either()
    {
        await using var app = await BasicApp.StartAsync(settings: BasicApp.Configured(), map: app => app.MapGet("/legacy", () => "legacy")
            .RequireAuthorization().DisableApiSecurity("retired in March, behind the VPN until then"));
        for (var guess = 0; guess < 12; guess++)
        {
            using var wrong = await app.AskAsync(BasicApp.Header("alice", $"guess {guess}"), "https://localhost/legacy");
            Assert.NotEqual(200, (int)wrong.StatusCode);
        }

        using var locked = await app.AskAsync(BasicApp.Header("alice", BasicApp.Password), "https://localhost/legacy");
        Assert.Equal(429, (int)locked.StatusCode);
        Assert.Equal(429, await app.StatusAsync("alice", BasicApp.Password));
    }

    /// <summary>An application may ask for the scheme before the pipeline does, and answer by itself.</summary>
    [Fact]
    public async Task A_middleware_of_the_application_lets_nobody_guess_either()
    {
        await using var app = await TestApp.StartAsync(
            settings: new(BasicApp.Configured()) { ["Basic:Iterations"] = "100000" },
            services: builder =>
            {
                builder.Services.AddApiSecurity().AddBasic();
                builder.Services.AddSingleton<Microsoft.AspNetCore.Hosting.IStartupFilter>(new CallsFrom(() => IPAddress.Parse("192.0.2.7")));
            },
            use: app =>
            {
                app.Use(async (HttpContext context, RequestDelegate _) =>
                    await context.Response.WriteAsync((await context.AuthenticateAsync("Basic")).Succeeded ? "in" : "out", context.RequestAborted));
                app.UseApiSecurity();
            });
        for (var guess = 0; guess < 12; guess++)
        {
            using var wrong = await app.AskAsync(BasicApp.Header("alice", $"guess {guess}"));
            Assert.Equal("out", await wrong.TextAsync());
        }

        using var locked = await app.AskAsync(BasicApp.Header("alice", BasicApp.Password));
        Assert.Equal("out", await locked.TextAsync());
    }

    /// <summary>.NET throws where it is asked for the form C of what is no character.</summary>
    [Theory]
    [InlineData("ali\uFFFEce", "x")]
    [InlineData("alice", "x\uFFFE")]
    public async Task What_is_no_character_is_refused_and_no_500(string name, string password)
    {
        await using var app = await BasicApp.StartAsync(settings: BasicApp.Configured());

        await app.AssertPasswordRefusedAsync("credential_malformed", BasicApp.Header(name, password));
        using var open = await app.AskAsync(BasicApp.Header(name, password), "https://localhost/open");
        Assert.Equal("nobody", await open.TextAsync());
    }

    [Fact]
    public async Task Stuffing_and_spraying_are_told()
    {
        var from = IPAddress.Parse("203.0.113.9");
        await using var app = await BasicApp.StartAsync(settings: BasicApp.Configured(), from: () => from);
        for (var number = 0; number < 12; number++)
        {
            await app.StatusAsync($"user-{number}", $"password-{number}");
        }

        Assert.Equal("credential_stuffing", (await app.Events.NextAsync("malicious_credential_stuffing")).Reason);

        for (var number = 0; number < 12; number++)
        {
            from = IPAddress.Parse($"198.51.100.{number + 1}");
            await app.StatusAsync($"person-{number}", "Winter2026!");
        }

        Assert.Equal("password_spraying", (await app.Events.NextAsync("malicious_password_spraying")).Reason);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_gets_the_same_answer_and_the_same_work()
    {
        await using var app = await BasicApp.StartAsync(settings: BasicApp.Configured());

        using var wrong = await app.AskAsync(BasicApp.Header("alice", "wrong"));
        using var unknown = await app.AskAsync(BasicApp.Header("nobody", "wrong"));

        Assert.Equal(wrong.StatusCode, unknown.StatusCode);
        Assert.Equal(WithoutTrace(await wrong.TextAsync()), WithoutTrace(await unknown.TextAsync()));
        Assert.Equal("password_wrong", (await app.Events.NextAsync("authn_login_fail")).Reason);
        Assert.Equal("password_wrong", (await app.Events.NextAsync("authn_login_fail")).Reason);

        static string WithoutTrace(string problem) => problem[..problem.IndexOf("traceId", StringComparison.Ordinal)];
    }

    [Fact]
    public async Task A_flood_of_passwords_is_answered_with_503_and_leaves_a_processor_to_others()
    {
        using var hold = new ManualResetEventSlim();
        var number = 0;
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/me", () => "me"),
            new() { ["Basic:Users:alice:PasswordHash"] = BasicApp.Hash, ["Basic:MaxConcurrentChecks"] = "1" },
            builder =>
            {
                builder.Services.AddApiSecurity().AddBasic();
                builder.Services.AddSingleton<IPasswordHasher<BasicUser>>(new HoldingHasher(hold));
                builder.Services.AddSingleton<Microsoft.AspNetCore.Hosting.IStartupFilter>(new CallsFrom(() => new IPAddress([10, 0, 0, (byte)Interlocked.Increment(ref number)])));
            });
        var flood = Enumerable.Range(0, 40).Select(user => Task.Run(() => app.AskAsync(BasicApp.Header($"user-{user}", "x")))).ToArray();

        using var first = await await Task.WhenAny(flood);
        hold.Set();
        var answers = await Task.WhenAll(flood);

        Assert.Equal(503, (int)first.StatusCode);
        Assert.Contains("\"code\":\"password_checks_busy\"", await first.TextAsync(), StringComparison.Ordinal);
        Assert.Contains(answers, answer => (int)answer.StatusCode == 401);
        Assert.Equal(200, await app.StatusAsync("alice", BasicApp.Password));
    }

    [Property(MaxTest = 300)]
    public void Any_header_is_read_without_an_exception(string text, byte[] bytes)
    {
        BasicReading.Of(text);
        BasicReading.Of("Basic " + text);
        var reading = BasicReading.Of("Basic " + Convert.ToBase64String(bytes ?? []));
        Assert.True(reading.Refusal is not null || Encoding.UTF8.GetString(bytes!).StartsWith(reading.Name, StringComparison.Ordinal) || !Encoding.UTF8.GetString(bytes!).IsNormalized());
    }

    private sealed class HoldingHasher(ManualResetEventSlim hold) : PasswordHasher<BasicUser>
    {
        public override PasswordVerificationResult VerifyHashedPassword(BasicUser user, string hashedPassword, string providedPassword)
        {
            hold.Wait(TestContext.Current.CancellationToken);
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
