using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authentication;

/// <summary>Adds the scheme <c>ApiKey</c> and what it needs.</summary>
internal sealed class ApiKeyRegistration
{
    // Before tokens: of those the ones that have a key's form are keys.
    private const int Order = 100;

    public static void Add(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(ApiKeyRegistration)))
        {
            return;
        }

        services.AddSingleton<ApiKeyRegistration>();
        services.AddSingleton<ApiKeyState>();
        services.AddSingleton<ApiKeyDirectory>();
        services.AddSingleton<ApiKeyReader>();
        services.AddSingleton<ApiKeyVerifier>();
        services.AddSingleton<ApiKeyIdentity>();
        services.AddSingleton<ApiKeyEvents>();
        services.AddSingleton(provider => new ApiKeyManager(
            provider.GetRequiredService<ApiKeyDirectory>(),
            provider.GetRequiredService<ApiKeyState>(),
            provider.GetRequiredService<FeatureOptionsSource<ApiKeyOptions>>(),
            provider.GetRequiredService<ApiKeyEvents>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<ApiKeyWatch>();
        services.AddSingleton(provider => new CredentialScheme(ApiKeyDefaults.AuthenticationScheme, Order, provider.GetRequiredService<ApiKeyReader>().HasKey));
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyDefaults.AuthenticationScheme, configureOptions: null);
    }
}
