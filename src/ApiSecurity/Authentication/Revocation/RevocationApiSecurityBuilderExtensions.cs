using System.Diagnostics.CodeAnalysis;
using ApiSecurity;
using ApiSecurity.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a store of revocations to ApiSecurity.</summary>
public static class RevocationApiSecurityBuilderExtensions
{
    /// <summary>
    /// Keeps revocations in a store, so that they outlive the process and reach other nodes, and adds the health check
    /// <c>apisecurity_revocation</c>. A second store takes the place of the first.
    /// </summary>
    /// <typeparam name="TStore">The type of the store; one for the whole application.</typeparam>
    /// <param name="builder">What <c>AddApiSecurity</c> returned.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ApiSecurityBuilder AddRevocationStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>(this ApiSecurityBuilder builder)
        where TStore : class, IRevocationStore
    {
        ArgumentNullException.ThrowIfNull(builder);
        return Add(builder, ServiceDescriptor.Singleton<IRevocationStore, TStore>());
    }

    /// <summary>The same, with a store that is made by hand.</summary>
    /// <param name="builder">What <c>AddApiSecurity</c> returned.</param>
    /// <param name="create">Makes the store; called once.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ApiSecurityBuilder AddRevocationStore(this ApiSecurityBuilder builder, Func<IServiceProvider, IRevocationStore> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        return Add(builder, ServiceDescriptor.Singleton(create));
    }

    private static ApiSecurityBuilder Add(ApiSecurityBuilder builder, ServiceDescriptor store)
    {
        builder.Services.Replace(store);
        if (builder.Services.Any(service => service.ServiceType == typeof(RevocationHealthCheck)))
        {
            return builder;
        }

        builder.Services.AddSingleton<RevocationHealthCheck>();
        builder.Services.AddHealthChecks().AddCheck<RevocationHealthCheck>(RevocationHealthCheck.Name, HealthStatus.Unhealthy);
        return builder;
    }
}
