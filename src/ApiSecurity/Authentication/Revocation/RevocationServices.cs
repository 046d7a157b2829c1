using ApiSecurity.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authentication;

internal static class RevocationServices
{
    public static void AddRevocationServices(this IServiceCollection services)
    {
        services.AddSingleton<IOptionsRule<RevocationOptions>, RevocationOptionsRule>();
        services.AddSingleton<RevocationIndex>();
        services.AddSingleton<RevocationReader>();
        services.AddHostedService(provider => provider.GetRequiredService<RevocationReader>());
        services.AddSingleton<RevocationEvents>();
        services.AddSingleton<TokenRevocations>();
        services.AddSingleton<ITokenRevocations>(provider => provider.GetRequiredService<TokenRevocations>());
        services.AddSingleton<IStartupInspector, RevocationInspector>();
    }
}
