using ApiSecurity.Authentication;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Tests.Authentication;

public sealed class TokenRevocationsTests
{
    private static readonly TokenFacts Alice = new() { Issuer = TestTokens.Issuer, Subject = "alice", Id = "1" };

    private readonly SharedRevocations _store = new();

    [Fact]
    public async Task A_revocation_is_in_effect_at_once()
    {
        await using var app = await TestApp.StartAsync();
        var revocations = Internal(app);
        var version = revocations.Version;
        Assert.Null(revocations.Check(Alice));

        await Public(app).RevokeAsync(new TokenRevocation(RevocationKind.Subject, "alice"), TestContext.Current.CancellationToken);

        Assert.NotEqual(version, revocations.Version);
        Assert.Equal("token_revoked", revocations.Check(Alice)?.Reason);
        Assert.Equal((401, "invalid_token"), (revocations.Check(Alice)!.Problem.Status, revocations.Check(Alice)!.Problem.Code));
    }

    [Fact]
    public async Task A_revocation_taken_back_is_over()
    {
        await using var app = await StartAsync();
        await Public(app).RevokeAsync(new TokenRevocation(RevocationKind.Subject, "alice"), TestContext.Current.CancellationToken);
        await Public(app).RestoreAsync(new TokenRevocation(RevocationKind.Subject, "alice"), TestContext.Current.CancellationToken);

        Assert.Null(Internal(app).Check(Alice));
        app.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(Internal(app).Check(Alice));
    }

    [Theory]
    [InlineData(RevocationKind.Token, "token")]
    [InlineData(RevocationKind.Subject, "subject")]
    [InlineData(RevocationKind.Session, "session")]
    [InlineData(RevocationKind.Client, "client")]
    public async Task A_revocation_is_told_and_so_is_one_that_is_taken_back_but_not_whose(RevocationKind kind, string type)
    {
        await using var app = await TestApp.StartAsync();
        var revocation = new TokenRevocation(kind, "value-of-somebody");

        await Public(app).RevokeAsync(revocation, TestContext.Current.CancellationToken);
        await Public(app).RestoreAsync(revocation, TestContext.Current.CancellationToken);

        foreach (var (name, reason, severity) in new[] { ("authn_token_revoked", "token_revocation", SecurityEventSeverity.Low), ("authn_token_restored", "token_restoration", SecurityEventSeverity.Medium) })
        {
            var told = await app.Events.NextAsync();
            Assert.Equal((name, reason, severity, SecurityEventOutcome.Observed, "revocation"), (told.Name, told.Reason, told.Severity, told.Outcome, told.Feature));
            Assert.Equal((type, null, null, null), (told.ObjectType, told.ObjectId, told.Subject, told.Detail));
        }

        Assert.DoesNotContain(app.Logs.GetSnapshot(), record => record.Message.Contains("value-of-somebody", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_revokes_in_a_request_is_told()
    {
        await using var app = await JwtApp.StartAsync(map: app => app.MapPost("/log-out", async (ITokenRevocations revocations, TimeProvider time) =>
            await revocations.RevokeAsync(new TokenRevocation(RevocationKind.Session, "s-1") { IssuedBefore = time.GetUtcNow() })));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/log-out");
        request.Headers.Authorization = new("Bearer", app.Tokens().Mint("admin"));

        using var response = await app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);

        var told = await app.Events.NextAsync();
        Assert.Equal(("authn_token_revoked", "admin", "/log-out", "only tokens that were issued before"), (told.Name, told.Subject, told.Endpoint, told.Detail));
    }

    [Fact]
    public async Task A_revocation_is_kept_for_the_retention_and_ten_minutes()
    {
        await using var app = await TestApp.StartAsync(settings: new() { ["Revocation:Retention"] = "02:00:00" });
        await Public(app).RevokeAsync(new TokenRevocation(RevocationKind.Subject, "alice"), TestContext.Current.CancellationToken);

        app.Time.Advance(TimeSpan.FromMinutes(129));
        Assert.NotNull(Internal(app).Check(Alice));
        app.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(Internal(app).Check(Alice));
    }

    /// <summary>The clocks may differ, so that such a token is accepted for a moment, and its owner logs out in that moment.</summary>
    [Fact]
    public async Task A_token_that_has_just_expired_can_be_revoked_and_one_that_nobody_accepts_any_more_cannot()
    {
        await using var app = await TestApp.StartAsync();
        var now = app.Time.GetUtcNow();

        await Public(app).RevokeAsync(new TokenRevocation(RevocationKind.Token, "1") { Ends = now.AddSeconds(-20) }, TestContext.Current.CancellationToken);

        Assert.Equal("token_revoked", Internal(app).Check(Alice)?.Reason);
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Public(app).RevokeAsync(new TokenRevocation(RevocationKind.Token, "1") { Ends = now.AddMinutes(-10) }, TestContext.Current.CancellationToken).AsTask());
    }

    [Fact]
    public async Task A_revocation_is_kept_as_long_as_the_longest_token()
    {
        await using var app = await JwtApp.StartAsync(settings: new() { ["Revocation:Retention"] = "01:00:00", ["Jwt:MaxLifetime"] = "03:00:00" });
        await Public(app).RevokeAsync(new TokenRevocation(RevocationKind.Subject, "alice"), TestContext.Current.CancellationToken);

        app.Time.Advance(TimeSpan.FromHours(3));
        Assert.NotNull(Internal(app).Check(Alice));
    }

    [Fact]
    public async Task What_finds_no_room_is_told_to_who_revokes()
    {
        await using var app = await StartAsync(new() { ["Revocation:Capacity"] = "1024" });
        for (var number = 0; number < 1_024; number++)
        {
            await Public(app).RevokeAsync(new TokenRevocation(RevocationKind.Token, $"t{number}"), TestContext.Current.CancellationToken);
        }

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Public(app).RevokeAsync(new TokenRevocation(RevocationKind.Subject, "alice"), TestContext.Current.CancellationToken).AsTask());
        Assert.Contains("ApiSecurity:Revocation:Capacity", exception.Message, StringComparison.Ordinal);
        Assert.Null(Internal(app).Check(Alice));
        Assert.Equal(1_024, _store.Count);
        Assert.Contains(app.Logs.GetSnapshot(), record => record.Id.Name == "RevocationsFull");
    }

    [Fact]
    public async Task A_switched_off_revocation_loses_nothing_in_silence()
    {
        await using var app = await TestApp.StartAsync(settings: new() { ["Revocation:DisabledReason"] = "tokens live for a minute" });

        await Assert.ThrowsAsync<InvalidOperationException>(() => Public(app).RevokeAsync(new TokenRevocation(RevocationKind.Subject, "alice"), TestContext.Current.CancellationToken).AsTask());
    }

    [Theory]
    [InlineData("Revocation:Mode", "Report")]
    [InlineData("Revocation:Capacity", "10")]
    [InlineData("Revocation:Retention", "00:00:01")]
    [InlineData("Revocation:OnStoreFailure", "Ignore")]
    [InlineData("Revocation:PollInterval", "00:02:00")]
    public async Task Impossible_options_stop_the_start(string key, string value)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.StartAsync(settings: new() { [key] = value }));

        Assert.Contains($"ApiSecurity:{key}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_have_bounds()
    {
        Assert.Throws<ArgumentException>(() => new TokenRevocation(RevocationKind.Subject, ""));
        Assert.Throws<ArgumentException>(() => new TokenRevocation(RevocationKind.Subject, new string('a', TokenRevocation.MaxLength + 1)));
        Assert.Throws<ArgumentException>(() => new TokenRevocation((RevocationKind)4, "a"));
        Assert.Throws<ArgumentException>(() => new TokenRevocation(RevocationKind.Subject, "a") { Issuer = "" });
        Assert.Equal(TokenRevocation.MaxLength, new TokenRevocation(RevocationKind.Subject, new string('a', TokenRevocation.MaxLength)).Value.Length);
    }

    [Fact]
    public async Task Another_node_knows_within_a_second()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        await Public(one).RevokeAsync(new TokenRevocation(RevocationKind.Subject, "alice"), TestContext.Current.CancellationToken);
        Assert.Null(Internal(other).Check(Alice));
        var version = Internal(other).Version;

        other.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.NotNull(Internal(other).Check(Alice));
        Assert.NotEqual(version, Internal(other).Version);

        await Public(one).RestoreAsync(new TokenRevocation(RevocationKind.Subject, "alice"), TestContext.Current.CancellationToken);
        other.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(Internal(other).Check(Alice));
    }

    [Fact]
    public async Task A_restarted_node_knows_before_its_first_request()
    {
        await using (var one = await StartAsync())
        {
            await Public(one).RevokeAsync(new TokenRevocation(RevocationKind.Subject, "alice"), TestContext.Current.CancellationToken);
        }

        await using var again = await StartAsync();
        Assert.NotNull(Internal(again).Check(Alice));
    }

    [Fact]
    public async Task An_unchanged_store_is_asked_for_its_version_alone()
    {
        await using var app = await StartAsync();
        await Public(app).RevokeAsync(new TokenRevocation(RevocationKind.Subject, "alice"), TestContext.Current.CancellationToken);
        app.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(1, _store.ChangesRead);
        Assert.True(_store.VersionsAsked >= 20, $"Asked {_store.VersionsAsked} times in 10 seconds.");
    }

    [Fact]
    public async Task A_store_that_was_replaced_is_read_from_the_beginning()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        await Public(one).RevokeAsync(new TokenRevocation(RevocationKind.Subject, "bob"), TestContext.Current.CancellationToken);
        await Public(one).RevokeAsync(new TokenRevocation(RevocationKind.Subject, "carol"), TestContext.Current.CancellationToken);
        other.Time.Advance(TimeSpan.FromSeconds(1));
        _store.Replace();
        await Public(one).RevokeAsync(new TokenRevocation(RevocationKind.Subject, "alice"), TestContext.Current.CancellationToken);

        other.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.NotNull(Internal(other).Check(Alice));
    }

    [Fact]
    public async Task A_store_that_is_away_at_start_has_tokens_refused_until_it_was_read()
    {
        _store.Fault = new TimeoutException("secret-host:5432");
        await using var app = await StartAsync();
        var refused = Internal(app).Check(Alice);
        Assert.Equal(("revocations_unavailable", 503), (refused?.Reason, refused?.Problem.Status));
        Assert.Equal(HealthStatus.Unhealthy, await HealthAsync(app));

        _store.Fault = null;
        app.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(Internal(app).Check(Alice));
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(app));
        Assert.DoesNotContain(app.Logs.GetSnapshot(), record => record.Message.Contains("secret-host", StringComparison.Ordinal) || record.Exception is not null);
        Assert.Single(app.Logs.GetSnapshot(), record => record.Id.Name == "RevocationStoreAway");
    }

    [Fact]
    public async Task By_default_what_is_known_goes_on_while_the_store_is_away()
    {
        await using var app = await StartAsync();
        await Public(app).RevokeAsync(new TokenRevocation(RevocationKind.Subject, "alice"), TestContext.Current.CancellationToken);
        _store.Fault = new TimeoutException();
        app.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("token_revoked", Internal(app).Check(Alice)?.Reason);
        Assert.Null(Internal(app).Check(new TokenFacts { Subject = "bob" }));
        Assert.Equal(HealthStatus.Degraded, await HealthAsync(app));
    }

    [Fact]
    public async Task A_policy_of_refusing_takes_effect_after_its_time_also_for_known_tokens()
    {
        await using var app = await StartAsync(new() { ["Revocation:OnStoreFailure"] = "Refuse" });
        _store.Fault = new TimeoutException();
        var bob = new TokenFacts { Subject = "bob" };
        app.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Null(Internal(app).Check(bob));
        var version = Internal(app).Version;

        app.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.NotEqual(version, Internal(app).Version);
        Assert.Equal("revocations_unavailable", Internal(app).Check(bob)?.Reason);
        Assert.Equal(HealthStatus.Unhealthy, await HealthAsync(app));
        _store.Fault = null;
        app.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(Internal(app).Check(bob));
    }

    [Fact]
    public async Task A_store_that_never_answers_counts_as_away()
    {
        await using var app = await StartAsync(new() { ["Revocation:OnStoreFailure"] = "Refuse" });
        var never = new TaskCompletionSource();
        _store.Hold = never.Task;
        app.Time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal("revocations_unavailable", Internal(app).Check(Alice)?.Reason);
        never.SetResult();
    }

    [Fact]
    public async Task What_the_store_did_not_take_is_in_effect_here_and_an_exception_to_who_revokes()
    {
        await using var app = await StartAsync();
        _store.Fault = new TimeoutException();

        await Assert.ThrowsAsync<InvalidOperationException>(() => Public(app).RevokeAsync(new TokenRevocation(RevocationKind.Subject, "alice"), TestContext.Current.CancellationToken).AsTask());
        Assert.Equal("token_revoked", Internal(app).Check(Alice)?.Reason);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Public(app).RestoreAsync(new TokenRevocation(RevocationKind.Subject, "alice"), TestContext.Current.CancellationToken).AsTask());
        Assert.Equal("token_revoked", Internal(app).Check(Alice)?.Reason);
    }

    [Fact]
    public async Task The_summary_tells_where_revocations_are_kept()
    {
        await using var alone = await TestApp.StartAsync();
        await using var shared = await StartAsync();

        Assert.Contains(alone.Logs.GetSnapshot(), record => record.Message.Contains("lost at a restart", StringComparison.Ordinal));
        Assert.Contains(shared.Logs.GetSnapshot(), record => record.Message.Contains("SharedRevocations, read every 500 ms", StringComparison.Ordinal));
    }

    private static TokenRevocations Internal(TestApp app) => app.App.Services.GetRequiredService<TokenRevocations>();

    private static ITokenRevocations Public(TestApp app) => app.App.Services.GetRequiredService<ITokenRevocations>();

    private static async Task<HealthStatus> HealthAsync(TestApp app) =>
        (await app.App.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken)).Status;

    private Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null) => TestApp.StartAsync(settings: settings, services: builder =>
    {
        builder.Services.AddApiSecurity().AddRevocationStore<SharedRevocations>();
        // The instance in place of the type: two nodes, one store.
        builder.Services.AddSingleton<IRevocationStore>(_store);
    });
}
