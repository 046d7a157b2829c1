using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OrdersApi.Data;
using Scalar.AspNetCore;

namespace OrdersApi.Bare;

/// <summary>
/// The API without the library, written as such APIs often are: each line has been seen in production, with its excuse, and each
/// costs something in the AttackDemo. Never copy from here.
/// </summary>
public static class BareApi
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddShop();
        builder.Services.AddControllersOf(typeof(BareApi).Namespace!);
        builder.Services.AddOpenApi();
        builder.Services.AddHttpClient();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.MaxDepth = 100_000); // "one import was too deep"

        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(jwt =>
        {
            jwt.MapInboundClaims = false;
            jwt.TokenValidationParameters = new TokenValidationParameters
            {
                ValidateIssuer = false,                                             // "staging has another one"
                ValidateAudience = false,                                           // "two front ends, two audiences"
                ValidateLifetime = false,                                           // "the test machines' clocks differ"
                RequireExpirationTime = false,
                RequireSignedTokens = false,
                SignatureValidator = (token, _) => new JsonWebToken(token),         // "the gateway has checked it already"
            };
            jwt.Events = new JwtBearerEvents
            {
                OnMessageReceived = context =>
                {
                    var header = context.Request.Headers.Authorization.ToString();
                    context.Token = header.StartsWith("DPoP ", StringComparison.Ordinal)
                        ? header["DPoP ".Length..]                                  // "a token is a token"
                        : context.Request.Query["access_token"].FirstOrDefault();   // "for downloads by link"
                    return Task.CompletedTask;
                },
            };
        });
        builder.Services.AddAuthorization();
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .SetIsOriginAllowed(_ => true).AllowAnyHeader().AllowAnyMethod().AllowCredentials()));  // "the front end got CORS errors"

        var app = builder.Build();
        app.UseDeveloperExceptionPage();                                            // "only until the launch"
        app.UseHttpMethodOverride();                                                // "a partner's proxy knows GET and POST only"
        app.UseRouting();
        app.UseCors();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseBareAdminGuard();
        app.UseWebSockets();

        app.MapOpenApi();
        app.MapScalarApiReference("/docs");
        app.MapControllers();
        app.MapBareOrders();
        app.MapBareOrderReferences();
        app.MapBareShop();
        app.MapBarePartners();
        app.MapBareSoap();
        return app;
    }
}
