using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ApiSecurity.Authentication;

internal static class HttpSignatureServices
{
    /// <summary>What is there whether or not signatures are used, so that what is configured in vain is found.</summary>
    public static void AddHttpSignatureServices(this IServiceCollection services)
    {
        services.AddSingleton<IOptionsRule<HttpSignatureOptions>, HttpSignatureOptionsRule>();
        services.AddSingleton<IStartupInspector, HttpSignatureInspector>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAuthorizationHandler, HttpSignatureRequirementHandler>());
    }

    public static void AddScheme(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(HttpSignatureVerifier)))
        {
            return;
        }

        services.AddSingleton<SignatureReplays>();
        services.AddSingleton<HttpSignatureVerifier>();
        // After tokens: a request with a token as well is its owner's, and the signature vouches for the message. Where the signer counts, the endpoint names the scheme.
        services.AddSingleton(new CredentialScheme(HttpSignatureDefaults.AuthenticationScheme, 2000, static request => request.Headers.ContainsKey(HttpSignatureDefaults.InputHeader)));
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, HttpSignatureAuthenticationHandler>(HttpSignatureDefaults.AuthenticationScheme, null);
    }
}
