using System.Security.Claims;
using System.Text.Json;
using ApiSecurity.Tests;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.IntegrationTests.DropIn.Apps;

/// <summary>An API with JwtBearer of its own, as most have it: a shared secret, tokens of the type JWT, claims with long names, details in the challenge.</summary>
internal static class TokensApp
{
    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];

    public static ExistingApp Create() => new(
        "tokens",
        builder =>
        {
            builder.Services.AddAuthentication().AddJwtBearer(options =>
            {
                options.TokenValidationParameters.ValidIssuer = TestTokens.Issuer;
                options.TokenValidationParameters.ValidAudience = TestTokens.Audience;
                options.TokenValidationParameters.IssuerSigningKey = new SymmetricSecurityKey(Secret);
                options.Events = new()
                {
                    OnMessageReceived = context =>
                    {
                        context.Token = context.Request.Query["token"];
                        return Task.CompletedTask;
                    },
                    OnForbidden = context =>
                    {
                        context.Response.Headers["X-Forbidden"] = "yes";
                        return Task.CompletedTask;
                    },
                };
            });
            builder.Services.AddAuthorizationBuilder().AddPolicy("admin", policy => policy.RequireRole("admin"));
        },
        app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGet("/me", (ClaimsPrincipal user) => user.FindFirst(ClaimTypes.NameIdentifier)?.Value).RequireAuthorization();
            app.MapGet("/admin", () => "admin").RequireAuthorization("admin");
            app.MapGet("/silent", (ClaimsPrincipal user) => user.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? "nobody");
        },
        [
            .. Ask("/me", Token()),
            .. Ask("/admin", Token()),
            .. Ask("/admin", Token(role: "admin")),
            .. Ask("/silent", Token()),
            .. Ask("/me", Token(expires: 1577836800)),
            .. Ask("/me", Token(audience: "other")),
            .. Ask("/me", Token() + "x"),
            .. Ask("/me", "garbage"),
            .. Ask("/silent", "garbage"),
            new("GET", "/me"),
            new("GET", "/silent"),
            new("GET", $"/me?token={Token()}"),
            new("GET", "/me", null, null, ("Authorization", $"Bearer {Token()}"), ("Authorization", "Bearer garbage")),
        ]);

    private static IEnumerable<ClientRequest> Ask(string path, string token) => [new("GET", path, null, null, ("Authorization", $"Bearer {token}"))];

    private static string Token(string role = "user", string audience = TestTokens.Audience, long expires = 4102444800) => TestTokens.SignWithSecret(
        """{"alg":"HS256","typ":"JWT"}""",
        JsonSerializer.Serialize(new { iss = TestTokens.Issuer, aud = audience, sub = "alice", role, exp = expires }),
        Secret);
}
