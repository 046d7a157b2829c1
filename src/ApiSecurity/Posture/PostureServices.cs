using ApiSecurity.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Posture;

internal static class PostureServices
{
    public static void AddPostureServices(this IServiceCollection services)
    {
        services.AddSingleton<AccessReader>();
        services.AddSingleton<ObjectReader>();
        services.AddSingleton<EndpointReader>();
        services.AddSingleton<FindingRules>();
        services.AddSingleton<PostureReader>();
        services.AddSingleton<MatrixReader>();
        services.AddSingleton(provider => new ApiPosture(
            provider, provider.GetRequiredService<PostureReader>(), provider.GetRequiredService<MatrixReader>(), provider.GetRequiredService<FeatureOptionsSource<PostureOptions>>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IOptionsRule<PostureOptions>, PostureOptionsRule>();
        services.AddSingleton<IStartupInspector, PostureInspector>();
    }
}
