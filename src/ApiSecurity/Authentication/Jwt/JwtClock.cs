using System.IdentityModel.Tokens.Jwt;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Authentication;

/// <summary>Checks a token's times by the application's clock; the token library's own check asks the system's.</summary>
internal sealed class JwtClock(TimeProvider time)
{
    /// <summary>For <see cref="TokenValidationParameters.LifetimeValidator"/>.</summary>
    public bool Validate(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = time.GetUtcNow();
        if (expires is not { } end)
        {
            throw new JwtRefusedException(JwtRefusal.NoExpiry);
        }

        if (notBefore is { } start)
        {
            if (start > end)
            {
                throw new JwtRefusedException(JwtRefusal.Lifetime);
            }

            if (start > Later(now, parameters.ClockSkew))
            {
                throw new JwtRefusedException(JwtRefusal.NotYetValid);
            }
        }

        return Later(end, parameters.ClockSkew) > now ? true : throw new JwtRefusedException(JwtRefusal.Expired);
    }

    /// <summary>What the library leaves out: a token of the future, and one that lasts too long.</summary>
    public static JwtRefusal? CheckIssuedAt(SecurityToken token, JwtOptions options, DateTimeOffset now)
    {
        var issued = token switch
        {
            JsonWebToken jwt => jwt.IssuedAt,
            // What a JwtSecurityTokenHandler makes, which an application may have put among the token handlers.
            JwtSecurityToken jwt => jwt.IssuedAt,
            _ => DateTime.MinValue,
        };
        if (issued == DateTime.MinValue)
        {
            return options.MaxLifetime is null ? null : JwtRefusal.Lifetime;
        }

        if (issued > Later(now, options.ClockSkew))
        {
            return JwtRefusal.NotYetValid;
        }

        return options.MaxLifetime is { } maximum && token.ValidTo - issued > maximum ? JwtRefusal.Lifetime : null;
    }

    private static DateTime Later(DateTimeOffset time, TimeSpan skew) => Later(time.UtcDateTime, skew);

    /// <summary>A token may say that it lasts to the end of time; adding to that must not overflow.</summary>
    private static DateTime Later(DateTime time, TimeSpan skew) => time > DateTime.MaxValue - skew ? DateTime.MaxValue : time + skew;
}
