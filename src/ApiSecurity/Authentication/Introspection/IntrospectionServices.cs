using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Authentication;

internal static class IntrospectionServices
{
    /// <summary>Before the scheme for JWTs, which takes all tokens where it is asked.</summary>
    private const int Order = 900;

    /// <summary>What is there without <c>AddIntrospection</c> too: the checks of the options.</summary>
    public static void AddIntrospectionServices(this IServiceCollection services)
    {
        services.AddSingleton<IOptionsRule<IntrospectionOptions>, IntrospectionOptionsRule>();
        services.AddSingleton<IStartupInspector, IntrospectionInspector>();
    }

    public static void AddIntrospectionScheme(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(TokenIntrospection)))
        {
            return;
        }

        services.AddHttpClient();
        services.AddClientHttp();
        services.AddSingleton<TokenIntrospection>();
        services.AddSingleton<IClientCertificates>(provider => provider.GetRequiredService<TokenIntrospection>());
        services.AddSingleton<IntrospectionSource>();
        services.TryAddTransient<IntrospectionHandler>();
        services.Configure<AuthenticationOptions>(options => options.AddScheme<IntrospectionHandler>(IntrospectionDefaults.AuthenticationScheme, displayName: null));
        services.AddSingleton(provider => new CredentialScheme(
            IntrospectionDefaults.AuthenticationScheme, Order, IntrospectionShape.HasToken(provider.GetRequiredService<FeatureOptionsSource<IntrospectionOptions>>(), takesAll: provider.GetService<JwtRegistration>() is null))
        {
            TakesTokens = true,
        });
    }

    public static void AddClientHttp(this IServiceCollection services) =>
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<HttpClientFactoryOptions>, ClientHttp>());
}
