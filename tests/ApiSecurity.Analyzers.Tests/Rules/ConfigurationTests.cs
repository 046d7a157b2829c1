namespace ApiSecurity.Analyzers.Tests;

/// <summary>Checks that are switched off.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public Task Token_validation_that_is_switched_off() => Code.ExpectAsync(
        """
        using Microsoft.IdentityModel.JsonWebTokens;
        using Microsoft.IdentityModel.Tokens;

        builder.Services.AddAuthentication("Bearer").AddJwtBearer(jwt =>
        {
            jwt.TokenValidationParameters.ValidateIssuer = false;      // APISEC004
            jwt.TokenValidationParameters = new TokenValidationParameters
            {
                ValidateAudience = false,      // APISEC004
                ValidateLifetime = false,      // APISEC004
                RequireExpirationTime = false,      // APISEC004
                RequireSignedTokens = false,      // APISEC004
                ValidateIssuerSigningKey = false,      // APISEC004
                SignatureValidator = (token, _) => new JsonWebToken(token),      // APISEC004
                IssuerValidator = (issuer, _, _) => issuer,      // APISEC004
                AudienceValidator = (_, _, _) => true,      // APISEC004
                LifetimeValidator = delegate { return true; },      // APISEC004
                SignatureValidatorUsingConfiguration = (token, _, _) =>      // APISEC004
                {
                    var read = new JsonWebToken(token);
                    return read;
                },
            };
        });
        """);

    [Fact]
    public Task Token_validation_that_is_on_or_is_off_in_development() => Code.ExpectAsync(
        """
        using Microsoft.IdentityModel.Tokens;

        builder.Services.AddAuthentication("Bearer").AddJwtBearer(jwt =>
        {
            jwt.RequireHttpsMetadata = !builder.Environment.IsDevelopment();
            jwt.TokenValidationParameters = new TokenValidationParameters
            {
                ValidateIssuer = true,
                ValidateAudience = !builder.Environment.IsDevelopment(),
                AudienceValidator = (audiences, _, _) => audiences.Contains("shop"),
                LifetimeValidator = (_, expires, _, _) => expires is not null,
                IssuerValidator = (issuer, _, _) => issuer == "https://id.example.com" ? issuer : throw new SecurityTokenInvalidIssuerException(),
                SaveSigninToken = false,
                ValidateTokenReplay = false,
            };
            if (builder.Environment.IsDevelopment())
            {
                jwt.RequireHttpsMetadata = false;
                jwt.TokenValidationParameters.ValidateIssuer = false;
            }
        #if DEBUG
            jwt.TokenValidationParameters.ValidateAudience = false;
        #endif
        });
        """);

    [Fact]
    public Task Another_servers_identity_that_is_not_checked() => Code.ExpectAsync(
        """
        using System.Net;
        using System.Net.Security;

        builder.Services.AddAuthentication("Bearer").AddJwtBearer(jwt => jwt.RequireHttpsMetadata = false);      // APISEC005
        var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, _, _, _) => true,      // APISEC005
        };
        handler.ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator;      // APISEC005
        var options = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => { return true; } };      // APISEC005
        handler.ServerCertificateCustomValidationCallback = (_, certificate, _, errors) => errors == SslPolicyErrors.None;
        if (!app.Environment.IsProduction())
        {
            handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true;
        }

        if (!app.Environment.IsDevelopment())
        {
            handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true;      // APISEC005
        }
        """);

    [Fact]
    public Task Any_origin_with_credentials() => Code.ExpectAsync(
        """
        builder.Services.AddCors(cors =>
        {
            cors.AddPolicy("a", policy => policy.AllowAnyOrigin().AllowAnyHeader().AllowCredentials());      // APISEC006
            cors.AddPolicy("b", policy => policy.AllowCredentials().SetIsOriginAllowed(_ => true));      // APISEC006
            cors.AddPolicy("c", policy =>
            {
                policy.SetIsOriginAllowed(origin => { return true; });      // APISEC006
                policy.AllowAnyMethod();
                policy.AllowCredentials();
            });
            cors.AddPolicy("d", policy => policy.AllowAnyOrigin().AllowAnyHeader());
            cors.AddPolicy("e", policy => policy.WithOrigins("https://www.shop.example").AllowCredentials());
            cors.AddPolicy("f", policy => policy.SetIsOriginAllowed(origin => origin == "https://www.shop.example").AllowCredentials());
            cors.AddPolicy("g", policy => policy.AllowAnyOrigin());
        });
        """);

    [Fact]
    public Task AllowAnonymous_over_Authorize() => Code.ExpectAsync(
        """
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.AspNetCore.Mvc;

        app.MapGet("/a", () => "a").RequireAuthorization().AllowAnonymous();      // APISEC007
        app.MapGet("/b", [Authorize] () => "b").AllowAnonymous();      // APISEC007
        app.MapGet("/c", [AllowAnonymous] () => "c").RequirePermission("c");      // APISEC007
        var open = app.MapGroup("/open").AllowAnonymous();
        open.MapGet("/d", () => "d").RequireAuthorization();      // APISEC007
        var closed = app.MapGroup("/closed").RequireAuthorization();
        closed.MapGet("/e", () => "e").AllowAnonymous();
        app.MapGet("/f", () => "f").AllowAnonymous();
        app.MapGet("/g", () => "g").RequireAuthorization();
        open.MapGet("/h", () => "h");
        closed.MapGet("/i", () => "i").RequireAuthorization("admin");

        [AllowAnonymous]
        public class OpenController : ControllerBase
        {
            [Authorize]      // APISEC007
            [HttpGet("/open/a")]
            public string A() => "a";

            [HttpGet("/open/b")]
            public string B() => "b";
        }

        [Authorize]
        public class ClosedController : ControllerBase
        {
            [AllowAnonymous]
            [HttpGet("/closed/a")]
            public string A() => "a";

            [Authorize(Roles = "admin")]
            [AllowAnonymous]      // APISEC007
            [HttpGet("/closed/b")]
            public string B() => "b";
        }
        """);
}
