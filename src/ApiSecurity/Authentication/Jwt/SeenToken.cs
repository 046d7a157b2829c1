using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Authentication;

/// <summary>The token that was verified, whatever the application makes of its principal; a feature of the request.</summary>
/// <param name="Text">The token as it came; none of a class that does not tell.</param>
/// <param name="Facts">What it says.</param>
internal sealed record SeenToken(string? Text, TokenFacts Facts)
{
    public static SeenToken Of(SecurityToken token, ClaimsPrincipal? principal) => new(
        token switch
        {
            JsonWebToken jwt => jwt.EncodedToken,
            JwtSecurityToken jwt => jwt.RawData,
            _ => null,
        },
        RevocableToken.FactsOf(token, principal));

    /// <summary>With the subject under which the application knows it.</summary>
    public SeenToken Adopt(string? prefix) => prefix is null || Facts.Subject is null ? this : this with { Facts = Facts with { AdoptedSubject = prefix + Facts.Subject } };
}
