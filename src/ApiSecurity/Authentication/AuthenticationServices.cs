using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Authentication;

internal static class AuthenticationServices
{
    public static void AddAuthenticationServices(this IServiceCollection services)
    {
        services.AddAuthentication();
        services.AddApiKeyServices();
        services.AddBasicServices();
        services.AddSingleton<CredentialSchemes>();
        services.AddSingleton<IPostConfigureOptions<AuthenticationOptions>, SelectorSetup>();
        services.AddSingleton<RequestIdentities>();
        services.AddSingleton<CredentialHeaders>();
        services.AddSingleton<CredentialMetrics>();
        services.AddSingleton<VerifiedCredentials>();
        services.AddSingleton<RefusedCredentials>();
        services.AddSingleton<DirectUse>();
        services.AddSingleton<IOptionsRule<CredentialCacheOptions>, CredentialCacheOptionsRule>();
        services.AddSingleton<JwtReload>();
        services.AddSingleton<IOptionsRule<JwtOptions>, JwtOptionsRule>();
        services.AddSingleton<IStartupInspector, AuthenticationInspector>();
        services.AddSingleton<IStartupInspector, JwtInspector>();
        services.AddReplayServices();
        services.AddIntrospectionServices();
        services.AddHttpSignatureServices();
        services.AddClientCertificateServices();
        services.AddProtectedResourceServices();
        services.AddAccessTokenServices();
        services.AddProofOfPossessionServices();
        services.AddRevocationServices();
        services.AddLockoutServices();
    }
}
