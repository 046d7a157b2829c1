using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using ApiSecurity.Benchmarks.Objects;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Benchmarks.Http;

/// <summary>One of the servers of the HTTP row. Its parent speaks to it through stdin: "stats", or the end to stop.</summary>
internal static class BenchmarkServer
{
    public const string Bare = "bare";
    public const string Ours = "ours";
    public const string Assembled = "assembled";
    public const string ClosedPath = "/orders/42";
    public const string OpenPath = "/catalog/42";

    public static async Task RunAsync(string kind)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.AddObjects();
        var app = kind switch
        {
            Bare => builder.Build(),
            Ours => BuildOurs(builder),
            Assembled => BuildAssembled(builder),
            _ => throw new ArgumentException($"No such server: {kind}.", nameof(kind)),
        };
        app.MapGet("/orders/{id:int}", (int id) => new Order(id, "pending", 1250));
        app.MapGet("/catalog/{id:int}", (int id) => new Order(id, "pending", 1250)).AllowAnonymous();
        app.MapObjects(kind);
        await app.StartAsync();
        Console.WriteLine(new Uri(app.Urls.First()).Port);
        while (Console.ReadLine() is { } command)
        {
            Console.WriteLine(command == "stats"
                ? string.Create(CultureInfo.InvariantCulture, $"{GC.GetTotalAllocatedBytes(precise: true)} {(long)Environment.CpuUsage.TotalTime.TotalMicroseconds}")
                : "?");
        }
    }

    private static WebApplication BuildOurs(WebApplicationBuilder builder)
    {
        ConfigureOurs(builder);
        builder.Services.AddApiSecurity().AddObjectPolicy<ParcelPolicy>().AddObjectPolicy<ObjectEndpoints.BoxPolicy>();
        var app = builder.Build();
        app.UseApiSecurity();
        return app;
    }

    /// <summary>Everything on, with limits that the load can't reach: refusals are not what is measured.</summary>
    public static void ConfigureOurs(WebApplicationBuilder builder)
    {
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            // The row is about HTTP; TLS costs all three the same.
            ["ApiSecurity:Transport:RequireHttps"] = "false",
            ["ApiSecurity:RateLimiting:PerAddress"] = "1000000/s",
            ["ApiSecurity:RateLimiting:PerClient"] = "1000000/s",
        });
        builder.Services.AddApiSecurity().AddJwt(jwt =>
        {
            jwt.Audience = Tokens.Audience;
            jwt.ValidIssuers.Add(Tokens.Issuer);
        });
        builder.Services.Configure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options => options.TokenValidationParameters.IssuerSigningKey = Tokens.Key);
    }

    /// <summary>What a careful team puts together today, from the framework's parts and the best-known package for headers.</summary>
    private static WebApplication BuildAssembled(WebApplicationBuilder builder)
    {
        AddJwtBearer(builder);
        builder.Services.AddAuthorization(options => options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        builder.Services.AddProblemDetails();
        builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.WithOrigins("https://shop.example").AllowAnyHeader().AllowAnyMethod()));
        builder.Services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                PartitionedRateLimiter.Create<HttpContext, string>(context =>
                    RateLimitPartition.GetTokenBucketLimiter(context.Connection.RemoteIpAddress?.ToString() ?? string.Empty, _ => Unreachable())),
                PartitionedRateLimiter.Create<HttpContext, string>(context =>
                    RateLimitPartition.GetTokenBucketLimiter(context.User.FindFirst("sub")?.Value ?? string.Empty, _ => Unreachable())));
        });
        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseSecurityHeaders(policies => policies.AddDefaultApiSecurityHeaders());
        app.UseRouting();
        app.UseCors();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        return app;
    }

    private static TokenBucketRateLimiterOptions Unreachable() => new()
    {
        TokenLimit = 1_000_000,
        TokensPerPeriod = 1_000_000,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
    };

    private static void AddJwtBearer(WebApplicationBuilder builder) =>
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
        {
            options.MapInboundClaims = false;
            options.TokenValidationParameters = new TokenValidationParameters
            {
                ValidIssuer = Tokens.Issuer,
                ValidAudience = Tokens.Audience,
                IssuerSigningKey = Tokens.Key,
                ValidTypes = ["at+jwt"],
                ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            };
        });

    internal sealed record Order(int Id, string Status, int Cents);
}
