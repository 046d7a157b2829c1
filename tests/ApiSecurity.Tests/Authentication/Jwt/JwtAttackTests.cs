using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.TestHost;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Tests.Authentication;

/// <summary>Tokens as attackers make them: RFC 8725 section 2 and what has been found since.</summary>
public sealed class JwtAttackTests
{
    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("nOnE")]
    [InlineData("")]
    [InlineData(" none")]
    [InlineData("es256")]
    [InlineData("ES256 ")]
    [InlineData("ES256K")]
    [InlineData("EdDSA")]
    [InlineData("HS256")]
    [InlineData("HS512")]
    [InlineData("RSA-OAEP")]
    [InlineData("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256")]
    [InlineData("ES256\0")]
    public async Task An_algorithm_that_is_not_listed_is_refused_signed_or_not(string algorithm)
    {
        await using var app = await JwtApp.StartAsync();
        var signed = app.Tokens().Mint(header: header => header["alg"] = algorithm);

        await app.AssertRefusedAsync(signed, "algorithm_not_allowed");
        await app.AssertRefusedAsync(signed[..(signed.LastIndexOf('.') + 1)], "algorithm_not_allowed");
    }

    [Theory]
    [InlineData("ES384", "token_key_unknown")]
    [InlineData("PS256", "signature_invalid")]
    [InlineData("RS256", "signature_invalid")]
    public async Task An_algorithm_that_is_listed_but_not_the_keys_is_refused(string algorithm, string reason)
    {
        await using var app = await JwtApp.StartAsync();

        await app.AssertRefusedAsync(app.Tokens().Mint(header: header => header["alg"] = algorithm), reason);
    }

    [Fact]
    public async Task The_public_key_is_no_shared_secret()
    {
        await using var app = await JwtApp.StartAsync();
        var pem = TestTokens.Key.ExportSubjectPublicKeyInfoPem();
        byte[][] secrets = [Encoding.ASCII.GetBytes(pem), Encoding.ASCII.GetBytes(pem + "\n"), TestTokens.Key.ExportSubjectPublicKeyInfo(), []];
        foreach (var secret in secrets)
        {
            foreach (var algorithm in new[] { "HS256", "ES256" })
            {
                var header = TestTokens.Header();
                header["alg"] = algorithm;
                var token = TestTokens.SignWithSecret(JsonSerializer.Serialize(header), JsonSerializer.Serialize(app.Tokens().Payload("admin")), secret);

                await app.AssertRefusedAsync(token, algorithm == "HS256" ? "algorithm_not_allowed" : "signature_invalid");
            }
        }
    }

    [Fact]
    public async Task A_key_that_comes_with_the_token_is_not_trusted_and_no_address_in_it_is_asked()
    {
        await using var app = await JwtApp.StartAsync();
        await using var listener = await TestApp.StartAsync(
            use: app => app.UseApiSecurity().Use((HttpContext _, RequestDelegate _) => throw new InvalidOperationException("asked")),
            settings: new() { ["Mode"] = "Report", ["Headers:Mode"] = "Report" },
            kestrel: true);
        using var mine = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = mine.ExportParameters(false).Q;
        var jwk = new Dictionary<string, object?>
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["alg"] = "ES256",
            ["use"] = "sig",
            ["kid"] = "mine",
            ["x"] = Base64UrlEncoder.Encode(point.X),
            ["y"] = Base64UrlEncoder.Encode(point.Y),
        };
        var certificate = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=mine", mine, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
        (string Name, object Value)[] members =
        [
            ("jwk", jwk),
            ("jku", new Uri(listener.Address, "/jwks").ToString()),
            ("x5u", new Uri(listener.Address, "/x5u").ToString()),
            ("x5c", new[] { Convert.ToBase64String(certificate.RawData) }),
            ("x5t", Base64UrlEncoder.Encode(certificate.GetCertHash())),
        ];
        foreach (var (name, value) in members)
        {
            foreach (var keyId in new[] { TestTokens.KeyId, "mine", null })
            {
                var header = TestTokens.Header();
                header["kid"] = keyId;
                if (keyId is null)
                {
                    header.Remove("kid");
                }

                header[name] = value;
                var token = TestTokens.Sign(JsonSerializer.Serialize(header), JsonSerializer.Serialize(app.Tokens().Payload("admin")), mine);

                await app.AssertRefusedAsync(token, keyId == TestTokens.KeyId ? "signature_invalid" : "token_key_unknown");
            }
        }

        Assert.Empty(listener.Events.Pending);
        Assert.DoesNotContain(listener.Logs.GetSnapshot(), record => record.Message.Contains("asked", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("../../../../dev/null")]
    [InlineData("/proc/self/environ")]
    [InlineData("' UNION SELECT 'secret' --")]
    [InlineData("test-1\0")]
    [InlineData("TEST-1")]
    [InlineData("http://127.0.0.1/key")]
    public async Task A_key_name_is_a_name_and_nothing_else(string keyId)
    {
        await using var app = await JwtApp.StartAsync();

        await app.AssertRefusedAsync(app.Tokens().Mint(header: header => header["kid"] = keyId), "token_key_unknown");
    }

    [Fact]
    public async Task A_key_name_without_end_is_refused_before_any_lookup()
    {
        await using var app = await JwtApp.StartAsync();

        await app.AssertRefusedAsync(app.Tokens().Mint(header: header => header["kid"] = new string('k', 513)), "token_malformed");
    }

    [Theory]
    [InlineData("JWT")]
    [InlineData("dpop+jwt")]
    [InlineData("logout+jwt")]
    [InlineData("")]
    [InlineData("at+jwt ")]
    [InlineData("at+jwt,JWT")]
    [InlineData(null)]
    public async Task Only_access_tokens_are_access_tokens(string? type)
    {
        await using var app = await JwtApp.StartAsync();
        var token = app.Tokens().Mint(header: header =>
        {
            header["typ"] = type;
            if (type is null)
            {
                header.Remove("typ");
            }
        });

        await app.AssertRefusedAsync(token, "token_type_mismatch");
    }

    public static TheoryData<string, string, string> WrongClaims() => new()
    {
        { "iss", "\"https://id.example.com/\"", "issuer_mismatch" },
        { "iss", "\"https://evil.example\"", "issuer_mismatch" },
        { "iss", "\"\"", "issuer_mismatch" },
        { "aud", "\"other\"", "audience_mismatch" },
        { "aud", "\"Shop\"", "audience_mismatch" },
        { "aud", "[\"other\",\"shop2\"]", "audience_mismatch" },
        { "aud", "[]", "audience_mismatch" },
        { "aud", "\"\"", "audience_mismatch" },
        { "exp", "1", "token_expired" },
        { "exp", "-1", "token_expired" },
        { "nbf", "1893456000", "token_lifetime_too_long" },
        { "iat", "1893456000", "token_not_yet_valid" },
    };

    [Theory]
    [MemberData(nameof(WrongClaims))]
    public async Task A_claim_that_does_not_fit_is_refused(string claim, string json, string reason)
    {
        await using var app = await JwtApp.StartAsync();
        using var value = JsonDocument.Parse(json);

        await app.AssertRefusedAsync(app.Tokens().Mint(change: payload => payload[claim] = value.RootElement), reason);
    }

    [Theory]
    [InlineData("iss", "issuer_mismatch")]
    [InlineData("aud", "audience_mismatch")]
    [InlineData("exp", "token_expiry_missing")]
    public async Task A_claim_that_is_required_must_be_there(string claim, string reason)
    {
        await using var app = await JwtApp.StartAsync();

        await app.AssertRefusedAsync(app.Tokens().Mint(change: payload => payload.Remove(claim)), reason);
    }

    [Theory]
    [InlineData("exp", "\"9999999999\"")]
    [InlineData("exp", "{}")]
    [InlineData("exp", "null")]
    [InlineData("exp", "[1]")]
    [InlineData("exp", "true")]
    [InlineData("exp", "1e400")]
    [InlineData("exp", "-1e400")]
    [InlineData("nbf", "\"x\"")]
    [InlineData("iat", "\"x\"")]
    [InlineData("iss", "1")]
    [InlineData("iss", "[\"https://id.example.com\"]")]
    [InlineData("aud", "{\"shop\":1}")]
    [InlineData("aud", "1")]
    public async Task A_claim_of_the_wrong_kind_is_never_more_than_a_401(string claim, string json)
    {
        await using var app = await JwtApp.StartAsync();
        var payload = app.Tokens().Payload();
        payload.Remove(claim);
        var text = JsonSerializer.Serialize(payload)[..^1] + $",\"{claim}\":{json}}}";

        using var response = await app.GetAsync("/me", TestTokens.Sign(JsonSerializer.Serialize(TestTokens.Header()), text));

        Assert.Equal(401, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("99999999999999999999")]
    [InlineData("9223372036854775807")]
    [InlineData("253402300799")]
    [InlineData("253402300800")]
    [InlineData("4102444800.5")]
    public async Task An_end_in_the_far_future_overflows_nothing(string end)
    {
        await using var app = await JwtApp.StartAsync();
        var payload = app.Tokens().Payload();
        payload.Remove("exp");
        var token = TestTokens.Sign(JsonSerializer.Serialize(TestTokens.Header()), JsonSerializer.Serialize(payload)[..^1] + $",\"exp\":{end}}}");

        using var response = await app.GetAsync("/me", token);
        Assert.True((int)response.StatusCode is 200 or 401, $"{response.StatusCode}");
        await using var limited = await JwtApp.StartAsync(settings: new() { ["Jwt:MaxLifetime"] = "01:00:00" });
        using var refused = await limited.GetAsync("/me", token);
        Assert.Equal(401, (int)refused.StatusCode);
    }

    [Theory]
    [InlineData("""{"alg":"ES256","alg":"none","typ":"at+jwt","kid":"test-1"}""")]
    [InlineData("""{"alg":"none","alg":"ES256","typ":"at+jwt","kid":"test-1"}""")]
    [InlineData("""{"alg":"ES256","\u0061lg":"none","typ":"at+jwt","kid":"test-1"}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":"test-1"} """ + "x")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":"test-1"}{}""")]
    [InlineData("""{"alg":["ES256"],"typ":"at+jwt","kid":"test-1"}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":1}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt",}""")]
    [InlineData("""{"alg":"ES256" /* c */}""")]
    [InlineData("""["ES256"]""")]
    [InlineData("\"ES256\"")]
    [InlineData("null")]
    public async Task A_header_that_can_be_read_in_two_ways_is_refused(string header)
    {
        await using var app = await JwtApp.StartAsync();

        await app.AssertRefusedAsync(TestTokens.Sign(header, JsonSerializer.Serialize(app.Tokens().Payload())), "token_malformed");
    }

    [Theory]
    [InlineData(",\"sub\":\"admin\"}")]
    [InlineData(",\"\\u0073ub\":\"admin\"}")]
    [InlineData(",\"exp\":9999999999}")]
    [InlineData("} {}")]
    [InlineData("}x")]
    public async Task Claims_that_can_be_read_in_two_ways_are_refused(string end)
    {
        await using var app = await JwtApp.StartAsync();
        var payload = JsonSerializer.Serialize(app.Tokens().Payload())[..^1] + end;

        await app.AssertRefusedAsync(TestTokens.Sign(JsonSerializer.Serialize(TestTokens.Header()), payload), "token_malformed");
    }

    [Fact]
    public async Task Nesting_without_end_is_refused()
    {
        await using var app = await JwtApp.StartAsync();
        var payload = JsonSerializer.Serialize(app.Tokens().Payload())[..^1] + ",\"x\":" + new string('[', 4000) + new string(']', 4000) + "}";

        await app.AssertRefusedAsync(TestTokens.Sign(JsonSerializer.Serialize(TestTokens.Header()), payload), "token_malformed");
    }

    [Theory]
    [InlineData("crit", "[\"exp\"]")]
    [InlineData("crit", "[]")]
    [InlineData("b64", "false")]
    public async Task An_extension_that_must_be_understood_is_refused(string member, string json)
    {
        await using var app = await JwtApp.StartAsync();
        using var value = JsonDocument.Parse(json);

        await app.AssertRefusedAsync(app.Tokens().Mint(header: header => header[member] = value.RootElement), "token_extension_unknown");
    }

    [Fact]
    public async Task Anything_changed_cut_or_added_is_refused()
    {
        await using var app = await JwtApp.StartAsync();
        var token = app.Tokens().Mint();
        var parts = token.Split('.');
        var other = app.Tokens().Mint("admin").Split('.');

        await app.AssertRefusedAsync($"{parts[0]}.{other[1]}.{parts[2]}", "signature_invalid");
        await app.AssertRefusedAsync($"{parts[0]}.{parts[1]}.{new string('A', 86)}", "signature_invalid");
        await app.AssertRefusedAsync($"{parts[0]}.{parts[1]}.AA", "signature_invalid");
        await app.AssertRefusedAsync($"{parts[0]}.{parts[1]}.{parts[2]}AAAA", "signature_invalid");
        await app.AssertRefusedAsync($"{parts[0]}.{parts[1]}.", "signature_invalid");
        foreach (var broken in new[]
        {
            $"{parts[0]}.{parts[1]}", parts[0], ".", "..", "...", $"{token}.", $"{token}.{parts[2]}", $".{token}", $"{token}=", $"{token}%", $"{parts[0]}=.{parts[1]}.{parts[2]}",
            $"{parts[0]}. {parts[1]}.{parts[2]}", $"{token}, {token}", $"{token} {token}", $"{parts[0]}..{parts[2]}", $".{parts[1]}.{parts[2]}", $"{parts[0]}.{parts[1]}.{parts[2]}+/",
            $"{parts[0]}.{parts[1]}.{parts[2]}.{parts[0]}.{parts[1]}", "null", "undefined", "[object]",
        })
        {
            await app.AssertRefusedAsync(broken, "token_malformed");
        }
    }

    [Fact]
    public async Task Every_single_letter_of_the_signed_parts_counts()
    {
        await using var app = await JwtApp.StartAsync();
        var token = app.Tokens().Mint();
        var client = app.CreateClient();
        for (var index = 0; index < token.LastIndexOf('.'); index++)
        {
            if (token[index] == '.')
            {
                continue;
            }

            var changed = token[..index] + (token[index] == 'A' ? 'B' : 'A') + token[(index + 1)..];
            using var request = new HttpRequestMessage(HttpMethod.Get, "/me") { Headers = { { "Authorization", $"Bearer {changed}" } } };
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True((int)response.StatusCode == 401, $"changed at {index}: {response.StatusCode}");
        }
    }

    [Fact]
    public async Task The_longest_token_is_looked_at_and_a_longer_one_is_not()
    {
        await using var app = await JwtApp.StartAsync(settings: new() { ["Jwt:MaxTokenBytes"] = "4096", ["Transport:DisabledReason"] = "it would refuse headers of this size before" });
        var shortest = app.Tokens().Mint(change: payload => payload["x"] = "").Length;
        string Padded(int by) => app.Tokens().Mint(change: payload => payload["x"] = new string('x', by));
        var length = Enumerable.Range(0, 4096).First(by => shortest + (by * 4 / 3) > 4096 - 4);

        using var fits = await app.GetAsync("/me", Padded(length - 8));
        Assert.Equal(200, (int)fits.StatusCode);
        await app.AssertRefusedAsync(Padded(length + 8), "token_too_large");
        await app.AssertRefusedAsync(new string('.', 20_000), "token_too_large");
        await app.AssertRefusedAsync(new string('a', 1_000_000), "token_too_large");
    }

    [Fact]
    public async Task A_token_is_read_from_one_header_and_from_nowhere_else()
    {
        await using var app = await JwtApp.StartAsync(settings: new() { ["Transport:Mode"] = "Report" });
        var token = app.Tokens().Mint();

        using var elsewhere = await app.GetAsync("/me", token: null, ("X-Access-Token", token), ("Cookie", $"access_token={token}"));
        Assert.Equal(401, (int)elsewhere.StatusCode);
        Assert.Equal("unauthenticated", (await app.Events.NextAsync()).Reason);

        using var query = await app.GetAsync($"/me?access_token={token}", token: null);
        Assert.Equal(401, (int)query.StatusCode);
        Assert.Equal("token_in_query", (await app.Events.NextAsync()).Reason);

        using var twice = await app.GetAsync("/me", token: null, ("Authorization", $"Bearer {token}"), ("Authorization", $"Bearer {token}"));
        Assert.Equal(401, (int)twice.StatusCode);
        var reasons = new[] { (await app.Events.NextAsync()).Reason, (await app.Events.NextAsync()).Reason };
        Assert.Contains("credential_ambiguous", reasons);
    }

    [Theory]
    [InlineData("Bearer {0}", 200)]
    [InlineData("bearer {0}", 200)]
    [InlineData("BEARER {0}", 200)]
    [InlineData("Bearer   {0}", 200)]
    [InlineData("Bearer\t{0}", 401)]
    [InlineData("Bearer{0}", 401)]
    [InlineData("Bearer: {0}", 401)]
    [InlineData("{0}", 401)]
    [InlineData("Bearer", 401)]
    [InlineData("Basic {0}", 401)]
    [InlineData("Bearer Bearer {0}", 401)]
    [InlineData("Bearer \"{0}\"", 401)]
    public async Task The_scheme_is_read_as_RFC_6750_writes_it(string format, int status)
    {
        await using var app = await JwtApp.StartAsync();

        // Not through HttpClient, which writes the header anew.
        var answer = await app.App.GetTestServer().SendAsync(context =>
        {
            context.Request.Method = "GET";
            context.Request.Scheme = "https";
            context.Request.Path = "/me";
            context.Request.Headers.Authorization = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, app.Tokens().Mint());
        }, TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.Response.StatusCode);
    }

    [Fact]
    public async Task Time_ends_a_token_to_the_second()
    {
        await using var app = await JwtApp.StartAsync();
        var token = app.Tokens().Mint();

        app.Time.Advance(TimeSpan.FromSeconds(329));
        using var last = await app.GetAsync("/me", token);
        Assert.Equal(200, (int)last.StatusCode);
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await app.AssertRefusedAsync(token, "token_expired");
    }

    [Fact]
    public async Task Naughty_strings_as_tokens_are_at_most_a_401()
    {
        var path = Repository.PathOf("..", "shared", "data", "naughty-strings", "blns.json");
        Assert.SkipUnless(File.Exists(path), "The shared test data is not here.");
        await using var app = await JwtApp.StartAsync();
        var client = app.CreateClient();
        var lines = JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!.Where(line => line.Length > 0 && line.All(letter => letter is >= ' ' and <= '~')).ToArray();
        Assert.NotEmpty(lines);
        foreach (var line in lines)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/me");
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {line}");
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True((int)response.StatusCode == 401, $"{line}: {response.StatusCode}");
        }
    }
}
