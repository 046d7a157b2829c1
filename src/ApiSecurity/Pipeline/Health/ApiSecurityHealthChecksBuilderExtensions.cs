using ApiSecurity.Pipeline;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds ApiSecurity to an application's health checks.</summary>
public static class ApiSecurityHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check of what the library depends on: the authorization servers' keys. A store of revocations comes with a check of its own. It answers from what is known already and asks nobody,
    /// so that whoever can call the health endpoint can't have others asked.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="tags">Tags to select the check by.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static IHealthChecksBuilder AddApiSecurity(this IHealthChecksBuilder builder, string name = "apisecurity", IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(name, services => new ApiSecurityHealthCheck(services.GetServices<IHealthProbe>()), failureStatus: null, tags));
    }
}
