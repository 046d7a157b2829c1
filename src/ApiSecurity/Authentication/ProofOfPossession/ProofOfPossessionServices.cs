using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ApiSecurity.Authentication;

internal static class ProofOfPossessionServices
{
    public static void AddProofOfPossessionServices(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<ProofNonces>();
        services.AddSingleton<ProofCheck>();
        services.AddSingleton<ProofOfPossessionCheck>();
        services.AddSingleton<ProofChallenge>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAuthorizationHandler, PossessionHandler>());
        services.AddSingleton<IOptionsRule<ProofOfPossessionOptions>, ProofOfPossessionOptionsRule>();
        services.AddSingleton<IProtectedResourceMembers, ProofResourceMembers>();
        services.AddSingleton<IStartupInspector, ProofOfPossessionInspector>();
    }
}
