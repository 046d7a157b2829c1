using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authentication;

internal static class ClientCertificateServices
{
    // After everything else: a certificate comes with each request of a connection, another credential only with those that it is meant for.
    private const int Order = 3000;

    /// <summary>What is there whether or not certificates are used, so that what is configured in vain is found.</summary>
    public static void AddClientCertificateServices(this IServiceCollection services)
    {
        services.AddSingleton<IOptionsRule<ClientCertificateOptions>, ClientCertificateOptionsRule>();
        services.AddSingleton<IStartupInspector, ClientCertificateInspector>();
    }

    public static void AddScheme(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(ClientCertificateVerifier)))
        {
            return;
        }

        services.AddSingleton<ClientCertificateVerifier>();
        services.AddSingleton(provider =>
        {
            var verifier = provider.GetRequiredService<ClientCertificateVerifier>();
            return new CredentialScheme(
                ClientCertificateDefaults.AuthenticationScheme, Order, request => verifier.IsEnabled && ShownCertificate.IsThere(request, verifier.ReadsHeader));
        });
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, ClientCertificateHandler>(ClientCertificateDefaults.AuthenticationScheme, null);
    }
}
