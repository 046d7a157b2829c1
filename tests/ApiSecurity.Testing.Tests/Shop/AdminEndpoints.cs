using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Testing.Tests.Shop;

/// <summary>What is not for everybody, and a scheme for each way to believe in bad tokens.</summary>
internal static class AdminEndpoints
{
    private static readonly string[] Tokens = ["token_expired", "token_endless", "token_not_yet_valid", "token_issuer", "token_audience", "token_unsigned", "token_forged"];

    public static void AddLegacySchemes(this IServiceCollection services, Holes holes)
    {
        foreach (var hole in Tokens.Where(holes.Has))
        {
            services.AddAuthentication().AddJwtBearer(hole, options =>
            {
                var parameters = options.TokenValidationParameters;
                options.MapInboundClaims = false;
                parameters.RequireExpirationTime = hole != "token_endless";
                parameters.LifetimeValidator = hole switch
                {
                    "token_expired" => static (from, to, _, _) => to is not null && from <= TimeProvider.System.GetUtcNow().UtcDateTime,
                    "token_not_yet_valid" => static (_, to, _, _) => to > TimeProvider.System.GetUtcNow().UtcDateTime,
                    _ => null,
                };
                parameters.ValidateIssuer = hole != "token_issuer";
                parameters.ValidateAudience = hole != "token_audience";
                parameters.RequireSignedTokens = hole != "token_unsigned";
                if (hole == "token_forged")
                {
                    parameters.SignatureValidator = static (token, _) => token.EndsWith('.') ? throw new SecurityTokenInvalidSignatureException() : new JsonWebToken(token);
                }
            });
        }
    }

    public static void MapAdmin(this WebApplication app, Holes holes)
    {
        foreach (var hole in Tokens)
        {
            var legacy = app.MapGet($"/legacy/{hole}", () => "yours");
            if (holes.Has(hole))
            {
                legacy.RequireAuthorization(policy => policy.AddAuthenticationSchemes(hole).RequireAuthenticatedUser());
            }
        }

        var feedback = app.MapPost("/feedback", (Feedback body) => Results.Accepted());
        if (holes.Has("anonymous_write"))
        {
            feedback.AllowAnonymous();
        }
        else
        {
            feedback.AsPublicEndpoint("whoever has something to say may");
        }

        var admin = app.MapGroup("/admin");
        if (holes.Has("anonymous_local"))
        {
            admin.MapGet("/details", (HttpRequest request) => request.Headers["X-Real-IP"] == "127.0.0.1" ? Results.Text("all of it") : Results.NotFound()).AllowAnonymous();
        }
        else
        {
            admin.MapGet("/details", () => "all of it").RequirePermission("admin");
        }

        var revenue = admin.MapGet("/revenue", () => 17);
        if (!holes.Has("admin_open"))
        {
            revenue.RequirePermission("admin");
        }

        var prices = admin.MapPost("/prices", (Price body, ClaimsPrincipal user) => Results.NoContent());
        if (holes.Has("admin_any_permission"))
        {
            prices.RequireAuthorization(policy => policy.RequireAssertion(context => context.User.HasClaim(claim => claim.Type == "permissions")));
        }
        else
        {
            prices.RequirePermission("admin");
        }
    }
}
