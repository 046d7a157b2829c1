using ApiSecurity.Headers;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;
using OrdersApi.Data;
using OrdersApi.Development;
using Scalar.AspNetCore;

namespace OrdersApi.Secured;

/// <summary>The API behind ApiSecurity: what a team's own Program.cs would say.</summary>
public static class SecuredApi
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddShop();
        builder.Services.AddControllersOf(typeof(SecuredApi).Namespace!);
        builder.Services.AddOpenApi();
        builder.Services.AddValidation();
        ImportClient.Configure(builder.Services);

        builder.Services.AddApiSecurity();

        builder.Services.AddAuthentication().AddJwtBearer();
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<DevelopmentIssuer>((jwt, issuer) =>
        {
            jwt.MapInboundClaims = false;
            jwt.TokenValidationParameters = new TokenValidationParameters
            {
                ValidIssuer = DevelopmentIssuer.Issuer,
                ValidAudience = DevelopmentIssuer.Audience,
                IssuerSigningKey = issuer.PublicKey,
                ClockSkew = TimeSpan.FromSeconds(30),
            };
        });

        var app = builder.Build();
        app.UseApiSecurity();
        app.UseWebSockets();

        if (app.Environment.IsDevelopment())
        {
            app.MapOpenApi().AllowAnonymous();
            app.MapScalarApiReference("/docs").AllowAnonymous().WithSecurityHeaders(SecurityHeadersPreset.OpenApiUi);
        }

        app.MapControllers();
        app.MapOrders();
        app.MapRefunds();
        app.MapShop();
        return app;
    }
}
