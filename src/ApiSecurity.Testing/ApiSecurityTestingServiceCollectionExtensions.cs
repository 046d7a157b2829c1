using ApiSecurity;
using ApiSecurity.Testing;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What an application needs to be tested.</summary>
public static class ApiSecurityTestingServiceCollectionExtensions
{
    /// <summary>
    /// Has every JWT scheme of the application trust <paramref name="tokens"/>, beside the issuers and audiences that it trusts already, and ask no authorization server for keys. What the scheme
    /// checks, and what it does not, stays as it is. Call it last: from <c>ConfigureTestServices</c>.
    /// </summary>
    /// <param name="services">The services of the application under test.</param>
    /// <param name="tokens">The tokens.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddTestTokens(this IServiceCollection services, TestTokens tokens)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(tokens);
        services.ConfigureAll<JwtBearerOptions>(options => Trust(options, tokens));
        return services.AddSingleton<IStartupFilter>(provider => new TokenSetup(provider, tokens));
    }

    /// <summary>
    /// Adds what <see cref="SecurityTests"/> needs: <see cref="AddTestTokens"/>, and no rate limits and no lockout, which would stop the tests and not what they look for. <see cref="SecurityTests"/> calls it
    /// by itself unless it is given a host.
    /// </summary>
    /// <param name="services">The services of the application under test.</param>
    /// <param name="tokens">The tokens.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddSecurityTests(this IServiceCollection services, TestTokens tokens)
    {
        services.AddTestTokens(tokens);
        services.Configure<ApiSecurityOptions>(options =>
        {
            options.RateLimiting.DisabledReason = "the test kit sends more requests than people do";
            options.Lockout.DisabledReason = "the test kit sends more wrong tokens than people do";
        });
        services.AddSingleton<OutgoingRequests>();
        return services.AddSingleton<IHttpMessageHandlerBuilderFilter, OutgoingFilter>();
    }

    private static void Trust(JwtBearerOptions options, TestTokens tokens)
    {
        var parameters = options.TokenValidationParameters;
        parameters.ValidIssuers = [.. parameters.ValidIssuers ?? [], tokens.Issuer];
        parameters.ValidAudiences = [.. parameters.ValidAudiences ?? [], tokens.Audience];
        parameters.IssuerSigningKey = tokens.PublicKey;
        options.Authority = null;
        options.MetadataAddress = null!;
        options.ConfigurationManager = null;
    }

    /// <summary>What only the built application knows: its clock, and what it calls its claims.</summary>
    private sealed class TokenSetup(IServiceProvider services, TestTokens tokens) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next)
        {
            tokens.Time = services.GetService<TimeProvider>() ?? tokens.Time;
            if (services.GetService<IOptions<ApiSecurityOptions>>()?.Value is { } options)
            {
                tokens.TenantClaimType = options.Authorization.TenantClaimType;
                tokens.PermissionClaimType = options.Authorization.PermissionClaimType;
                tokens.RoleClaimType = options.Jwt.RoleClaimType;
            }

            return next;
        }
    }
}
