using System.Security.Cryptography;
using ApiSecurity.Benchmarks.Http;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Benchmarks.Micro;

/// <summary>The authentication step with tokens of one algorithm, beside the token library alone, which does nothing but verify.</summary>
internal sealed class TokenCase
{
    /// <summary>More than there is room for, asked in turn: none of them is ever known.</summary>
    private const int UnknownTokens = 512;

    private readonly JsonWebTokenHandler _peer = new();
    private readonly TokenValidationParameters _parameters;
    private readonly RequestDelegate _known;
    private readonly RequestDelegate _unknown;
    private readonly RequestDelegate _whole;
    private readonly KestrelLikeContext _context;
    private readonly KestrelLikeContext _forgetful;
    private readonly IServiceProvider _forgetfulServices;
    private readonly KestrelLikeContext _framework;
    private readonly IServiceProvider _frameworkServices;
    private readonly RequestDelegate _frameworkPipeline;
    private readonly string[] _tokens;
    private readonly string[] _headers;
    private int _next;

    public TokenCase(string algorithm)
    {
        var key = algorithm == SecurityAlgorithms.EcdsaSha256 ? (SecurityKey)Tokens.Key : new RsaSecurityKey(RSA.Create(2048)) { KeyId = "rsa" };
        var credentials = new SigningCredentials(key, algorithm);
        _tokens = [.. Enumerable.Range(0, UnknownTokens).Select(number => Tokens.Create(number, credentials))];
        _headers = [.. _tokens.Select(token => "Bearer " + token)];
        _parameters = new TokenValidationParameters
        {
            ValidIssuer = Tokens.Issuer,
            ValidAudience = Tokens.Audience,
            IssuerSigningKey = key,
            ValidTypes = ["at+jwt"],
            ValidAlgorithms = [algorithm],
        };
        var services = Build(key, []);
        _context = new KestrelLikeContext(services);
        _context.RequestHeaders.Authorization = _headers[0];
        _known = Pipelines.Build(services, static app => app.UseApiSecurityAuthentication());
        _whole = Pipelines.Build(services, static app => app.UseApiSecurityAuthentication().UseApiSecurityAuthorization());
        _forgetfulServices = Build(key, new() { ["ApiSecurity:CredentialCache:Capacity"] = "64" });
        _forgetful = new KestrelLikeContext(_forgetfulServices);
        _unknown = Pipelines.Build(_forgetfulServices, static app => app.UseApiSecurityAuthentication().Run(Expect));
        _frameworkServices = BuildFramework(_parameters);
        _framework = new KestrelLikeContext(_frameworkServices);
        _frameworkPipeline = Pipelines.Build(_frameworkServices, static app => app.UseAuthentication().Run(Expect));
    }

    public void Known(int count) => _context.Send(_known, count);

    public void KnownAndAllowed(int count) => _context.Send(_whole, count);

    public void Unknown(int count) => SendUnknown(_forgetfulServices, _forgetful, _unknown, count);

    /// <summary>The framework's own scheme, which verifies every token.</summary>
    public void Framework(int count) => SendUnknown(_frameworkServices, _framework, _frameworkPipeline, count);

    public void Peer(int count)
    {
        for (var index = 0; index < count; index++)
        {
            var result = _peer.ValidateTokenAsync(_tokens[Next()], _parameters).GetAwaiter().GetResult();
            if (!result.IsValid || result.ClaimsIdentity.Name is "nobody")
            {
                throw new InvalidOperationException("The token was refused.");
            }
        }
    }

    private static Task Expect(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true } ? Task.CompletedTask : throw new InvalidOperationException("The token was refused.");

    private void SendUnknown(IServiceProvider services, KestrelLikeContext context, RequestDelegate pipeline, int count)
    {
        for (var index = 0; index < count; index++)
        {
            using var scope = services.CreateScope();
            context.Services = scope.ServiceProvider;
            context.RequestHeaders.Authorization = _headers[Next()];
            context.Send(pipeline);
        }
    }

    private int Next() => _next = (_next + 1) % UnknownTokens;

    private static IServiceProvider BuildFramework(TokenValidationParameters parameters)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options => options.TokenValidationParameters = parameters);
        return builder.Build().Services;
    }

    private static IServiceProvider Build(SecurityKey key, Dictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        BenchmarkServer.ConfigureOurs(builder);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.Configure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options => options.TokenValidationParameters.IssuerSigningKey = key);
        return builder.Build().Services;
    }
}
