using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authentication;

internal static class BasicServices
{
    /// <summary>What is there whether or not passwords are used, so that what is configured in vain is found.</summary>
    public static void AddBasicServices(this IServiceCollection services)
    {
        services.AddSingleton<IOptionsRule<BasicOptions>, BasicOptionsRule>();
        services.AddSingleton<IStartupInspector, BasicInspector>();
    }

    public static void AddScheme(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(BasicUsers)))
        {
            return;
        }

        services.AddSingleton<BasicUsers>();
        services.AddSingleton<PasswordChecker>();
        services.AddSingleton<RememberedPasswords>();
        services.AddSingleton(new CredentialScheme(BasicDefaults.AuthenticationScheme, 50, BasicReading.HasPassword));
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, BasicHandler>(BasicDefaults.AuthenticationScheme, null);
    }
}
