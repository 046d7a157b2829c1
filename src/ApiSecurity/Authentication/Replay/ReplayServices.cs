using ApiSecurity.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ApiSecurity.Authentication;

internal static class ReplayServices
{
    public static void AddReplayServices(this IServiceCollection services)
    {
        services.TryAddSingleton<IReplayStore>(provider => new MemoryReplayStore(
            provider.GetRequiredService<FeatureOptionsSource<ProofOfPossessionOptions>>().Current.ReplayCapacity, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ReplayGuard>();
    }
}
