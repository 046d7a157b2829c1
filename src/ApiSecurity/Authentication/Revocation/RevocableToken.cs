using System.Globalization;
using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Authentication;

/// <summary>What a token says that it can be revoked by and is bound to, whichever of the token library's classes it has become.</summary>
internal static class RevocableToken
{
    public static TokenFacts FactsOf(SecurityToken token, ClaimsPrincipal? principal) => token switch
    {
        JsonWebToken jwt => JwtFacts.Of(jwt),
        // What a JwtSecurityTokenHandler makes, which an application may have put among the token handlers.
        JwtSecurityToken jwt => FactsOf([.. jwt.Claims]),
        _ => FactsOf([.. principal?.Claims ?? []]),
    };

    private static TokenFacts FactsOf(Claim[] claims) => WithConfirmation(claims, new()
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
    });

    private static TokenFacts WithConfirmation(Claim[] claims, TokenFacts facts) => Array.FindAll(claims, claim => claim.Type == "cnf") switch
    {
        [] => facts,
        [var single] => JwtFacts.WithConfirmation(facts, single.Value),
        // Which of them counts is for nobody to choose.
        _ => facts with { HasUnknownConfirmation = true },
    };

    private static string? Text(Claim[] claims, string type) => Array.Find(claims, claim => claim.Type == type && claim.Value.Length > 0)?.Value;
}
