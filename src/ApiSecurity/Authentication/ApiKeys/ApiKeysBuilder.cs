using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authentication;

/// <summary>What <c>AddApiKeys</c> gives to say where keys are kept, beside the configuration, and to change the options in code.</summary>
public sealed class ApiKeysBuilder
{
    internal ApiKeysBuilder(IServiceCollection services) => Services = services;

    /// <summary>Gets the application's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Changes the options, after the configuration section <c>ApiSecurity:ApiKeys</c>.</summary>
    /// <param name="configure">Changes them.</param>
    /// <returns>The same builder.</returns>
    public ApiKeysBuilder Configure(Action<ApiKeyOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure<ApiSecurityOptions>(options => configure(options.ApiKeys));
        return this;
    }

    /// <summary>Keeps keys in a store of the application's own, made once by its services.</summary>
    /// <typeparam name="TStore">The store.</typeparam>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">There is a store already.</exception>
    public ApiKeysBuilder UseStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>()
        where TStore : class, IApiKeyStore
    {
        ThrowIfThereIsOne();
        Services.AddSingleton<IApiKeyStore, TStore>();
        return this;
    }

    /// <summary>Keeps keys in a store of the application's own.</summary>
    /// <param name="create">Makes the store, once.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">There is a store already.</exception>
    public ApiKeysBuilder UseStore(Func<IServiceProvider, IApiKeyStore> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        ThrowIfThereIsOne();
        Services.AddSingleton(create);
        return this;
    }

    private void ThrowIfThereIsOne()
    {
        if (Services.Any(service => service.ServiceType == typeof(IApiKeyStore)))
        {
            throw new InvalidOperationException("AddApiKeys() has a store already, and keys are kept in one only. Remove one of the calls of UseSqlite() and UseStore().");
        }
    }
}
