using System.Text.Json;

namespace ApiSecurity.Tests.Authentication;

/// <summary>What a server can say, rightly or not.</summary>
public sealed class IntrospectionAnswerTests
{
    private const string Token = IntrospectingServer.Token;

    private readonly IntrospectingServer _server = new();

    [Theory]
    [InlineData("aud", "another-api", "audience_mismatch")]
    [InlineData("aud", null, "audience_mismatch")]
    [InlineData("aud", "Shop", "audience_mismatch")]
    [InlineData("iss", "https://evil.example", "issuer_mismatch")]
    [InlineData("iss", null, "issuer_mismatch")]
    [InlineData("token_type", "refresh_token", "token_type_mismatch")]
    [InlineData("token_usage", "refresh_token", "token_type_mismatch")]
    [InlineData("typ", "Refresh", "token_type_mismatch")]
    [InlineData("typ", "ID", "token_type_mismatch")]
    public async Task An_active_token_that_is_not_for_this_API_is_refused(string member, string? value, string reason)
    {
        _server.Know = _ => IntrospectingServer.Active(answer => answer[member] = value);
        await using var app = await _server.StartAppAsync(new() { ["Introspection:Servers:main:ValidIssuers:0"] = IntrospectingServer.Issuer });

        await app.AssertRefusedAsync(Token, reason);
    }

    [Theory]
    [InlineData("exp", -31, "token_expired")]
    [InlineData("exp", -29, null)]
    [InlineData("nbf", 31, "token_not_yet_valid")]
    [InlineData("nbf", 29, null)]
    [InlineData("iat", 31, "token_not_yet_valid")]
    [InlineData("iat", 29, null)]
    public async Task Times_are_checked_by_the_applications_clock(string member, int seconds, string? reason)
    {
        await using var app = await _server.StartAppAsync();
        _server.Know = _ => IntrospectingServer.Active(answer => answer[member] = app.Time.GetUtcNow().ToUnixTimeSeconds() + seconds);

        if (reason is null)
        {
            Assert.Equal("alice", await (await app.GetAsync("/me", Token)).TextAsync());
        }
        else
        {
            await app.AssertRefusedAsync(Token, reason);
        }
    }

    [Theory]
    [InlineData("""{"active":"true","sub":"alice","aud":"shop"}""")]
    [InlineData("""{"active":1,"sub":"alice","aud":"shop"}""")]
    [InlineData("""{"active":null,"sub":"alice","aud":"shop"}""")]
    [InlineData("""{"Active":true,"sub":"alice","aud":"shop"}""")]
    [InlineData("""{"sub":"alice","aud":"shop"}""")]
    [InlineData("""{"active":false,"active":true,"sub":"alice","aud":"shop"}""")]
    [InlineData("""{"active":true,"sub":"alice","sub":"bob","aud":"shop"}""")]
    [InlineData("""{"active":true,"sub":"alice","aud":"shop","aud":"other"}""")]
    [InlineData("""{"active":true,"sub":"alice","aud":"shop","exp":"99999999999"}""")]
    [InlineData("""{"active":true,"sub":"alice","aud":"shop","exp":1e999}""")]
    [InlineData("""{"active":true,"sub":"alice","aud":"shop","exp":-1}""")]
    [InlineData("""{"active":true,"sub":["alice"],"aud":"shop"}""")]
    [InlineData("""{"active":true,"sub":"alice","aud":["shop",1]}""")]
    [InlineData("""{"active":true,"sub":"alice","aud":{"shop":true}}""")]
    [InlineData("""[{"active":true,"sub":"alice","aud":"shop"}]""")]
    [InlineData("""{"active":true,"sub":"alice","aud":"shop"}{}""")]
    [InlineData("""{"active":true,"sub":"alice","aud":"shop"}//""")]
    [InlineData("""{"active":true,"sub":"alice","aud":"shop",}""")]
    [InlineData("""{"active":true,"sub":"\ud800","aud":"shop"}""")]
    [InlineData("""{"active":true,"sub":"alice","aud":"shop","\udc00":1}""")]
    [InlineData("true")]
    [InlineData("")]
    [InlineData("<html>active</html>")]
    public async Task What_is_no_answer_accepts_nobody(string body)
    {
        _server.Answer = _ => Task.FromResult(IntrospectingServer.Json(body));
        await using var app = await _server.StartAppAsync();

        await AssertUnavailableAsync(app);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(400)]
    [InlineData(500)]
    [InlineData(301)]
    [InlineData(201)]
    [InlineData(204)]
    public async Task Only_200_is_an_answer(int status)
    {
        _server.Answer = _ =>
        {
            var response = IntrospectingServer.Json(JsonSerializer.Serialize(IntrospectingServer.Active()), status);
            response.Headers.Location = new("https://evil.example/");
            return Task.FromResult(response);
        };
        await using var app = await _server.StartAppAsync();

        await AssertUnavailableAsync(app);
        Assert.Single(_server.Questions);
    }

    [Fact]
    public async Task A_token_of_another_type_is_no_access_token()
    {
        _server.Answer = _ => Task.FromResult(IntrospectingServer.Json("""{"error":"unsupported_token_type"}""", 400));
        await using var app = await _server.StartAppAsync();

        await app.AssertRefusedAsync(IntrospectingServer.Token, "token_inactive");
        await app.AssertRefusedAsync(IntrospectingServer.Token, "token_inactive");
        Assert.True(_server.Questions.Count == 1, "Who goes on sending it must not cost a question each time.");
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_request"}""")]
    [InlineData(400, """{"error":["unsupported_token_type"]}""")]
    [InlineData(400, """{"error":"x","error":"unsupported_token_type"}""")]
    [InlineData(401, """{"error":"unsupported_token_type"}""")]
    public async Task Other_errors_tell_nothing_of_the_token(int status, string body)
    {
        _server.Answer = _ => Task.FromResult(IntrospectingServer.Json(body, status));
        await using var app = await _server.StartAppAsync();

        await AssertUnavailableAsync(app);
    }

    [Fact]
    public async Task An_answer_that_is_too_long_or_too_deep_is_none()
    {
        await using var app = await _server.StartAppAsync();
        _server.Know = _ => IntrospectingServer.Active(answer => answer["more"] = new string('x', 70_000));
        await AssertUnavailableAsync(app);
        _server.Answer = _ => Task.FromResult(IntrospectingServer.Json($$"""{"active":true,"sub":"alice","aud":"shop","more":{{new string('[', 20)}}{{new string(']', 20)}}}"""));
        await AssertUnavailableAsync(app);
        _server.Know = _ => IntrospectingServer.Active(answer => answer["groups"] = Enumerable.Range(0, 2000).ToArray());
        _server.Answer = asked => Task.FromResult(IntrospectingServer.Json(JsonSerializer.Serialize(_server.Know(asked.Form["token"]!))));
        await AssertUnavailableAsync(app);
    }

    [Fact]
    public async Task A_body_that_never_ends_is_cut_off()
    {
        _server.Answer = _ => Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.OK) { Content = new StreamContent(new EndlessStream()) });
        await using var app = await _server.StartAppAsync();

        await AssertUnavailableAsync(app);
    }

    [Theory]
    [InlineData("""{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}""")]
    [InlineData("""{"x5t#S256":"bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"}""")]
    [InlineData("""{"kid":"unknown to RFC 8705 and RFC 9449"}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    public async Task A_token_that_is_bound_to_a_key_is_not_accepted_without_proof(string confirmation)
    {
        _server.Know = _ => IntrospectingServer.Active(answer => answer["cnf"] = JsonElement.Parse(confirmation));
        await using var app = await _server.StartAppAsync();

        Assert.Equal(401, (int)(await app.GetAsync("/me", Token)).StatusCode);
        Assert.Equal(401, (int)(await app.GetAsync("/me", Token)).StatusCode);
    }

    [Fact]
    public async Task A_token_that_is_bound_to_nothing_is_not_accepted_as_one_that_is()
    {
        await using var app = await _server.StartAppAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/me");
        request.Headers.Authorization = new("DPoP", Token);

        using var response = await app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(401, (int)response.StatusCode);
    }

    [Fact]
    public async Task Members_that_are_null_are_not_there()
    {
        _server.Know = _ => IntrospectingServer.Active(answer => answer["cnf"] = answer["exp"] = answer["nbf"] = answer["token_type"] = null);
        await using var app = await _server.StartAppAsync();

        Assert.Equal("alice", await (await app.GetAsync("/me", Token)).TextAsync());
    }

    [Fact]
    public async Task Several_audiences_may_be_named_and_one_must_be_this_API()
    {
        _server.Know = _ => IntrospectingServer.Active(answer => answer["aud"] = (string[])["other", "shop"]);
        await using var app = await _server.StartAppAsync();

        Assert.Equal("alice", await (await app.GetAsync("/me", Token)).TextAsync());
    }

    [Fact]
    public async Task Without_RequireAudience_a_foreign_audience_is_refused_all_the_same()
    {
        await using var app = await _server.StartAppAsync(new() { ["Introspection:Servers:main:RequireAudience"] = "false" });
        _server.Know = _ => IntrospectingServer.Active(answer => answer.Remove("aud"));
        Assert.Equal("alice", await (await app.GetAsync("/me", Token)).TextAsync());
        _server.Know = _ => IntrospectingServer.Active(answer => answer["aud"] = "other");
        Assert.Equal(401, (int)(await app.GetAsync("/me", Token + "2")).StatusCode);
        Assert.Contains(app.Logs.GetSnapshot(), record => record.Message.Contains("main are accepted without an audience", StringComparison.Ordinal));
    }

    private static async Task AssertUnavailableAsync(TestApp app)
    {
        using var response = await app.GetAsync("/me", Token);
        var body = await response.TextAsync();
        Assert.True((int)response.StatusCode == 503, $"{(int)response.StatusCode} {body}");
        Assert.Contains("\"code\":\"introspection_unavailable\"", body, StringComparison.Ordinal);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal("introspection_unavailable", (await app.Events.NextAsync()).Reason);
        Assert.DoesNotContain(app.Logs.GetSnapshot(), record => record.Message.Contains(Token, StringComparison.Ordinal) || record.Message.Contains("alice", StringComparison.Ordinal));
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            buffer.Span.Fill((byte)' ');
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
