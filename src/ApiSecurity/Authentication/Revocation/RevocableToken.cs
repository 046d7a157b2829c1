using System.Globalization;
using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Authentication;

/// <summary>What a token can be revoked by, whichever of the token library's classes it has become.</summary>
internal static class RevocableToken
{
    public static TokenFacts FactsOf(SecurityToken token, ClaimsPrincipal? principal) => token switch
    {
        JsonWebToken jwt => JwtFacts.Of(jwt),
        // What a JwtSecurityTokenHandler makes, which an application may have put among the token handlers.
        JwtSecurityToken jwt => FactsOf([.. jwt.Claims]),
        _ => FactsOf([.. principal?.Claims ?? []]),
    };

    private static TokenFacts FactsOf(Claim[] claims) => new()
    {
        Issuer = Text(claims, "iss"),
        Subject = Text(claims, "sub"),
        Client = Text(claims, "client_id") ?? Text(claims, "azp"),
        Session = Text(claims, "sid"),
        Id = Text(claims, "jti"),
        // Without a time it counts as issued before any.
        IssuedAt = long.TryParse(Text(claims, "iat"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null,
    };

    private static string? Text(Claim[] claims, string type) => Array.Find(claims, claim => claim.Type == type && claim.Value.Length > 0)?.Value;
}
