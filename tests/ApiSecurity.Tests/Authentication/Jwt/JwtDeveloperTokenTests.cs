using System.Security.Cryptography;
using System.Text.Json;

namespace ApiSecurity.Tests.Authentication;

/// <summary>Tokens of <c>dotnet user-jwts</c>, which have a shared secret.</summary>
public sealed class JwtDeveloperTokenTests
{
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(32);

    [Fact]
    public async Task A_shared_secret_outside_of_Development_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => JwtApp.StartAsync(services: DeveloperTokens));

        Assert.Contains("The scheme Bearer has a shared secret among its signing keys", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Development_the_tokens_of_user_jwts_are_accepted_and_no_others_with_a_shared_secret()
    {
        await using var app = await TestApp.StartAsync(
            JwtApp.MapAll,
            services: builder =>
            {
                builder.Services.AddApiSecurity().AddJwt();
                DeveloperTokens(builder);
            },
            environment: "Development");
        var payload = app.Tokens().Payload("developer");
        payload["iss"] = "dotnet-user-jwts";
        payload["aud"] = new[] { "http://localhost:5000", "https://localhost:5001" };
        payload["unique_name"] = "developer";
        payload["jti"] = "2421a45e";
        payload["scope"] = new[] { "orders", "profile" };
        payload["role"] = new[] { "admin", "other" };
        payload["permissions"] = "orders.write";
        payload["nbf"] = (long)payload["iat"]! - 14;
        payload.Remove("client_id");
        string Token(string header) => TestTokens.SignWithSecret(header, JsonSerializer.Serialize(payload), Secret);

        foreach (var path in new[] { "/me", "/role", "/scope", "/write" })
        {
            using var accepted = await app.GetAsync(path, Token("""{"alg":"HS256","typ":"JWT"}"""));
            Assert.True(accepted.IsSuccessStatusCode, $"{path}: {await accepted.TextAsync()}");
        }

        await app.AssertRefusedAsync(Token("""{"alg":"HS512","typ":"JWT"}"""), "algorithm_not_allowed");
        await app.AssertRefusedAsync(Token("""{"alg":"HS256","typ":"dpop+jwt"}"""), "token_type_mismatch");
        payload["iss"] = TestTokens.Issuer;
        using var other = await app.GetAsync("/me", Token("""{"alg":"HS256","typ":"JWT"}"""));
        Assert.Equal(401, (int)other.StatusCode);
        var summary = app.Logs.GetSnapshot().Single(record => record.Id.Name == "StartupSummary").Message;
        Assert.Contains("tokens of dotnet user-jwts are accepted", summary, StringComparison.Ordinal);
    }

    /// <summary>What <c>dotnet user-jwts create</c> leaves in appsettings.Development.json and in the user's secrets.</summary>
    private static void DeveloperTokens(WebApplicationBuilder builder) => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Authentication:Schemes:Bearer:ValidAudiences:0"] = "http://localhost:5000",
        ["Authentication:Schemes:Bearer:ValidAudiences:1"] = "https://localhost:5001",
        ["Authentication:Schemes:Bearer:ValidIssuer"] = "dotnet-user-jwts",
        ["Authentication:Schemes:Bearer:SigningKeys:0:Id"] = "c7a6cd54",
        ["Authentication:Schemes:Bearer:SigningKeys:0:Issuer"] = "dotnet-user-jwts",
        ["Authentication:Schemes:Bearer:SigningKeys:0:Value"] = Convert.ToBase64String(Secret),
        ["Authentication:Schemes:Bearer:SigningKeys:0:Length"] = "32",
    });
}
