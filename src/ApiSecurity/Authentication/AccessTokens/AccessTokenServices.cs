using ApiSecurity.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authentication;

internal static class AccessTokenServices
{
    public static void AddAccessTokenServices(this IServiceCollection services)
    {
        services.AddHttpClient();
        services.AddClientHttp();
        services.AddSingleton<AccessTokenService>();
        services.AddSingleton<IAccessTokens>(provider => provider.GetRequiredService<AccessTokenService>());
        services.AddSingleton<IClientCertificates>(provider => provider.GetRequiredService<AccessTokenService>());
        services.AddSingleton<IOptionsRule<AccessTokensOptions>, AccessTokensOptionsRule>();
        services.AddSingleton<IStartupInspector, AccessTokensInspector>();
    }
}
