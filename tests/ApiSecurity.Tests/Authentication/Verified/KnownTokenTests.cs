using System.Collections.Concurrent;
using System.Security.Claims;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Tests.Authentication;

/// <summary>What a token that is known may and may not do.</summary>
public sealed class KnownTokenTests
{
    private const string Metric = "apisecurity.credential_cache.requests";

    [Fact]
    public async Task A_token_is_verified_once_and_then_known()
    {
        await using var app = await StartAsync();
        using var metric = app.CollectMetric(Metric);
        var token = app.Tokens().Mint();

        for (var time = 0; time < 3; time++)
        {
            await AssertAsync(app, token, 200);
        }

        Assert.Equal(["miss", "hit", "hit"], metric.GetMeasurementSnapshot().Select(measurement => measurement.Tags["apisecurity.result"]));
    }

    [Fact]
    public async Task A_known_token_ends_with_its_exp_and_with_the_skew_only_if_it_is_verified_again()
    {
        await using var app = await StartAsync();
        var token = app.Tokens().Mint();
        await AssertAsync(app, token, 200);
        using var metric = app.CollectMetric(Metric);

        app.Time.Advance(TimeSpan.FromSeconds(300));
        await AssertAsync(app, token, 200);
        Assert.Equal("miss", Assert.Single(metric.GetMeasurementSnapshot()).Tags["apisecurity.result"]);

        app.Time.Advance(TimeSpan.FromSeconds(30));
        await AssertAsync(app, token, 401);
    }

    [Fact]
    public async Task A_known_token_does_not_outlive_the_time_that_keys_count_without_their_server()
    {
        using var server = new AuthorizationServer();
        await using var app = await server.StartAppAsync(new() { ["Jwt:MaxMetadataAge"] = "01:00:00" });
        await AssertAsync(app, app.Tokens().Mint(), 200);
        using var isGone = new ManualResetEventSlim();
        server.Answer = _ =>
        {
            // Neither an answer nor a failure yet: nothing has told the application that the keys are void, but its clock.
            isGone.Wait(TestContext.Current.CancellationToken);
            throw new HttpRequestException("gone");
        };
        app.Time.Advance(TimeSpan.FromMinutes(59));
        var token = app.Tokens().Mint();
        await AssertAsync(app, token, 200);

        app.Time.Advance(TimeSpan.FromMinutes(1));
        var asked = app.GetAsync("/me", token);
        isGone.Set();

        using var response = await asked;
        Assert.True((int)response.StatusCode == 503, $"{response.StatusCode}: the token was remembered longer than its keys count.");
    }

    [Fact]
    public async Task A_known_token_is_verified_anew_after_MaxAge()
    {
        await using var app = await StartAsync(new() { ["CredentialCache:MaxAge"] = "00:00:10" });
        var token = app.Tokens().Mint();
        await AssertAsync(app, token, 200);
        using var metric = app.CollectMetric(Metric);

        app.Time.Advance(TimeSpan.FromSeconds(9));
        await AssertAsync(app, token, 200);
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await AssertAsync(app, token, 200);

        Assert.Equal(["hit", "miss"], metric.GetMeasurementSnapshot().Select(measurement => measurement.Tags["apisecurity.result"]));
    }

    [Theory]
    [InlineData("ApiSecurity:Jwt:ValidTypes:0", "JWT")]
    [InlineData("ApiSecurity:Jwt:ValidAlgorithms:0", "RS256")]
    [InlineData("ApiSecurity:Jwt:MaxLifetime", "00:01:00")]
    [InlineData("ApiSecurity:Jwt:DisabledReason", "an incident, 2026-01")]
    public async Task Options_that_change_count_for_tokens_that_were_known(string key, string value)
    {
        await using var app = await StartAsync();
        var token = app.Tokens().Mint();
        await AssertAsync(app, token, 200);
        await AssertAsync(app, token, 200);

        app.App.Configuration[key] = value;
        ((IConfigurationRoot)app.App.Configuration).Reload();

        await AssertAsync(app, token, 401);
    }

    [Fact]
    public async Task Switched_off_nothing_is_known()
    {
        await using var app = await StartAsync(new() { ["CredentialCache:DisabledReason"] = "the test compares" });
        using var metric = app.CollectMetric(Metric);
        var token = app.Tokens().Mint();

        await AssertAsync(app, token, 200);
        await AssertAsync(app, token, 200);

        Assert.Empty(metric.GetMeasurementSnapshot());
    }

    [Fact]
    public async Task Permissions_that_a_role_loses_are_lost_to_known_callers_too()
    {
        await using var app = await StartAsync(new() { ["Authorization:Roles:clerk:Permissions:0"] = "orders.write" });
        var token = app.Tokens().Mint(change: payload => payload["roles"] = "clerk");
        for (var time = 0; time < 3; time++)
        {
            await AssertAsync(app, token, 200, "/write");
        }

        app.App.Configuration["ApiSecurity:Authorization:Roles:clerk:Permissions:0"] = "orders.read";
        ((IConfigurationRoot)app.App.Configuration).Reload();

        await AssertAsync(app, token, 403, "/write");
    }

    [Fact]
    public async Task A_second_Authorization_header_is_refused_even_if_the_first_is_known()
    {
        await using var app = await StartAsync(kestrel: true);
        var token = app.Tokens().Mint();
        await AssertAsync(app, token, 200);
        await AssertAsync(app, token, 200);

        using var response = await app.GetAsync("/me", null, ("Authorization", $"Bearer {token}"), ("Authorization", $"Bearer {token}"));

        Assert.Equal(401, (int)response.StatusCode);
    }

    [Fact]
    public async Task Handlers_that_an_application_adds_see_each_request()
    {
        var seen = 0;
        await using var app = await JwtApp.StartAsync(services: builder => builder.Services.PostConfigure<JwtBearerOptions>("Bearer", options =>
            options.Events.OnTokenValidated = _ =>
            {
                seen++;
                return Task.CompletedTask;
            }));
        var token = app.Tokens().Mint();

        for (var time = 0; time < 3; time++)
        {
            await AssertAsync(app, token, 200);
        }

        Assert.Equal(3, seen);
    }

    [Theory]
    [InlineData("issuer")]
    [InlineData("audience")]
    [InlineData("key")]
    [InlineData("type")]
    [InlineData("algorithm")]
    public async Task Validators_that_an_application_adds_are_asked_for_each_request(string kind)
    {
        var isGood = true;
        await using var app = await JwtApp.StartAsync(services: builder => builder.Services.PostConfigure<JwtBearerOptions>("Bearer", options =>
        {
            var parameters = options.TokenValidationParameters;
            switch (kind)
            {
                case "issuer":
                    parameters.IssuerValidator = (issuer, _, _) => isGood ? issuer : throw new SecurityTokenInvalidIssuerException();
                    break;
                case "audience":
                    parameters.AudienceValidator = (_, _, _) => isGood;
                    break;
                case "key":
                    parameters.IssuerSigningKeyValidator = (_, _, _) => isGood;
                    break;
                case "type":
                    parameters.TypeValidator = (type, _, _) => isGood ? type : throw new SecurityTokenInvalidTypeException();
                    break;
                default:
                    parameters.AlgorithmValidator = (_, _, _, _) => isGood;
                    break;
            }
        }));
        var token = app.Tokens().Mint();
        for (var time = 0; time < 3; time++)
        {
            await AssertAsync(app, token, 200);
        }

        isGood = false;

        await AssertAsync(app, token, 401);
    }

    [Fact]
    public async Task What_an_application_does_to_a_caller_s_principal_stays_with_that_request()
    {
        await using var app = await JwtApp.StartAsync(map: app =>
        {
            app.MapGet("/me", (ApiSecurity.Authorization.Caller caller) =>
            {
                ((ClaimsIdentity)caller.Principal.Identity!).AddClaim(new Claim("permissions", "all"));
                Assert.ThrowsAny<NotSupportedException>(() => ((ICollection<string>)caller.Permissions).Add("all"));
                Assert.ThrowsAny<NotSupportedException>(() => ((ICollection<string>)caller.Scopes).Add("all"));
                caller.Principal.AddIdentity(new ClaimsIdentity([new Claim("permissions", "all")], "mine"));
                return caller.Subject;
            });
            app.MapGet("/permissions", (ApiSecurity.Authorization.Caller caller) => caller.Permissions.Count == 0 ? "none" : "some");
        });
        var token = app.Tokens().Mint();
        for (var time = 0; time < 3; time++)
        {
            await AssertAsync(app, token, 200);
        }

        using var response = await app.GetAsync("/permissions", token);
        Assert.Equal("none", await response.TextAsync());
    }

    [Fact]
    public async Task No_step_of_the_library_has_the_shared_identity_copied()
    {
        var shared = new List<bool>();
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/plain", () => "plain"),
            services: builder =>
            {
                builder.Services.AddApiSecurity().AddJwt();
                TestTokens.Trust(builder.Services);
            },
            use: app =>
            {
                app.Use((context, next) =>
                {
                    context.Response.OnStarting(() =>
                    {
                        shared.Add(ApiSecurity.Pipeline.RequestIdentity.KnownOf(context) is not null);
                        return Task.CompletedTask;
                    });
                    return next(context);
                });
                app.UseApiSecurity();
            });
        var token = app.Tokens().Mint();
        for (var time = 0; time < 4; time++)
        {
            await AssertAsync(app, token, 200, "/plain");
        }

        Assert.Equal([true, true], shared[2..]);
    }

    [Fact]
    public async Task Who_looks_at_a_request_after_its_end_sees_its_user_and_changes_nobody_elses()
    {
        var wrong = new ConcurrentQueue<string>();
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/plain", () => "plain"),
            new() { ["RateLimiting:PerAddress"] = "100000/min", ["RateLimiting:PerClient"] = "100000/min" },
            builder =>
            {
                builder.Services.AddApiSecurity().AddJwt();
                TestTokens.Trust(builder.Services);
            },
            use: app =>
            {
                app.Use((context, next) =>
                {
                    var expected = context.Request.Headers["X-Expected"].ToString();
                    // The first to be registered is the last to be called.
                    context.Response.OnCompleted(async () =>
                    {
                        await Task.Yield();
                        if (context.User.FindFirst("sub")?.Value is var seen && seen != expected)
                        {
                            wrong.Enqueue($"{seen} instead of {expected}");
                        }

                        context.User = new ClaimsPrincipal(new ClaimsIdentity());
                    });
                    return next(context);
                });
                app.UseApiSecurity();
            },
            kestrel: true);
        var tokens = Enumerable.Range(0, 20).Select(number => (Name: $"user-{number}", Token: app.Tokens().Mint($"user-{number}"))).ToArray();

        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), TestContext.Current.CancellationToken, async (number, _) =>
        {
            var (name, token) = tokens[number % tokens.Length];
            using var response = await app.GetAsync("/plain", token, ("X-Expected", name));
            if (!response.IsSuccessStatusCode)
            {
                wrong.Enqueue($"{(int)response.StatusCode} for {name}");
            }
        });

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_known_user_can_be_read_by_many_threads_of_a_request()
    {
        await using var app = await JwtApp.StartAsync(map: app => app.MapGet("/me", (HttpContext context) =>
        {
            var names = new string?[8];
            Parallel.For(0, names.Length, index => names[index] = context.User.FindFirst("sub")?.Value);
            return string.Join(',', names.Distinct());
        }));
        var token = app.Tokens().Mint();

        for (var time = 0; time < 300; time++)
        {
            using var response = await app.GetAsync("/me", token);
            Assert.Equal("alice", await response.TextAsync());
        }
    }

    [Fact]
    public async Task More_tokens_than_there_is_room_for_are_all_accepted()
    {
        await using var app = await StartAsync(new() { ["CredentialCache:Capacity"] = "64" });
        var tokens = Enumerable.Range(0, 200).Select(number => app.Tokens().Mint($"user-{number}")).ToArray();

        foreach (var token in tokens.Concat(tokens))
        {
            await AssertAsync(app, token, 200);
        }
    }

    [Fact]
    public async Task Known_tokens_of_many_callers_are_not_mixed_up_by_concurrent_requests()
    {
        await using var app = await StartAsync(new() { ["CredentialCache:Capacity"] = "64" });
        var tokens = Enumerable.Range(0, 100).Select(number => (Name: $"user-{number}", Token: app.Tokens().Mint($"user-{number}"))).ToArray();

        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), TestContext.Current.CancellationToken, async (number, _) =>
        {
            var (name, token) = tokens[number % tokens.Length];
            using var response = await app.GetAsync("/me", token);
            Assert.Equal(name, await response.TextAsync());
        });
    }

    [Property(MaxTest = 200)]
    public static bool Texts_are_equal_only_if_every_character_is(NonEmptyString text, int place, char other)
    {
        var one = text.Get + new string('x', 40) + text.Get;
        var index = (int)((uint)place % (uint)one.Length);
        var changed = one[..index] + other + one[(index + 1)..];
        return ApiSecurity.Authentication.CredentialText.AreEqual(one, new string(one))
            && ApiSecurity.Authentication.CredentialText.AreEqual(one, changed) == (one[index] == other)
            && !ApiSecurity.Authentication.CredentialText.AreEqual(one, one + "x");
    }

    [Fact]
    public async Task Any_one_bit_change_of_a_known_token_is_refused()
    {
        await using var app = await StartAsync();
        var token = app.Tokens().Mint();
        await AssertAsync(app, token, 200);
        await AssertAsync(app, token, 200);
        var random = new Random(20260101);
        var places = Enumerable.Range(0, token.Length).OrderBy(_ => random.Next()).Take(120).Append(token.Length - 1).Append(0);

        foreach (var place in places)
        {
            var changed = token.ToCharArray();
            changed[place] = (char)(changed[place] ^ (1 << random.Next(6)));
            if (changed[place] is < '!' or > '~' || IsSameSignature(token, new string(changed)))
            {
                continue;
            }

            await AssertAsync(app, new string(changed), 401);
        }

        await AssertAsync(app, token, 200);

        // The last character of a signature has bits that mean nothing; .NET does not take those.
        static bool IsSameSignature(string one, string other) => one == other;
    }

    [Fact]
    public async Task A_forged_token_that_comes_again_is_refused_and_told_each_time_and_stands_in_nobody_s_way()
    {
        await using var app = await StartAsync();
        var token = app.Tokens().Mint();
        var forged = token[..^6] + (token[^6] == 'A' ? 'B' : 'A') + token[^5..];

        for (var time = 0; time < 3; time++)
        {
            await app.AssertRefusedAsync(forged, "signature_invalid");
            await AssertAsync(app, token, 200);
        }
    }

    [Fact]
    public async Task A_handler_for_refused_tokens_hears_of_each()
    {
        var heard = 0;
        await using var app = await JwtApp.StartAsync(services: builder => builder.Services.Configure<JwtBearerOptions>("Bearer", options => options.Events = new JwtBearerEvents
        {
            OnAuthenticationFailed = _ =>
            {
                heard++;
                return Task.CompletedTask;
            },
        }));
        var token = app.Tokens().Mint();
        var forged = token[..^6] + (token[^6] == 'A' ? 'B' : 'A') + token[^5..];

        for (var time = 0; time < 3; time++)
        {
            await AssertAsync(app, forged, 401);
        }

        Assert.Equal(3, heard);
    }

    private static Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null, bool kestrel = false) =>
        JwtApp.StartAsync(new(settings ?? []) { ["RateLimiting:DisabledReason"] = "the test asks often" }, kestrel: kestrel);

    private static async Task AssertAsync(TestApp app, string token, int status, string path = "/me")
    {
        using var response = await app.GetAsync(path, token);
        Assert.True((int)response.StatusCode == status, $"{path}: {(int)response.StatusCode} instead of {status}. {await response.TextAsync()}");
    }
}
