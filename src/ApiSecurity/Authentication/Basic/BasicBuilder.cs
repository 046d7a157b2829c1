using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authentication;

/// <summary>What <c>AddBasic</c> gives to say where users are kept, beside the configuration, and to change the options in code.</summary>
public sealed class BasicBuilder
{
    internal BasicBuilder(IServiceCollection services) => Services = services;

    /// <summary>Gets the application's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Changes the options, after the configuration section <c>ApiSecurity:Basic</c>.</summary>
    /// <param name="configure">Changes them.</param>
    /// <returns>The same builder.</returns>
    public BasicBuilder Configure(Action<BasicOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure<ApiSecurityOptions>(options => configure(options.Basic));
        return this;
    }

    /// <summary>Takes users from a store of the application's own, made once by its services.</summary>
    /// <typeparam name="TStore">The store.</typeparam>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">There is a store already.</exception>
    public BasicBuilder UseStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>()
        where TStore : class, IBasicUserStore
    {
        ThrowIfThereIsOne();
        Services.AddSingleton<IBasicUserStore, TStore>();
        return this;
    }

    /// <summary>Takes users from a store of the application's own.</summary>
    /// <param name="create">Makes the store, once.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">There is a store already.</exception>
    public BasicBuilder UseStore(Func<IServiceProvider, IBasicUserStore> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        ThrowIfThereIsOne();
        Services.AddSingleton(create);
        return this;
    }

    private void ThrowIfThereIsOne()
    {
        if (Services.Any(service => service.ServiceType == typeof(IBasicUserStore)))
        {
            throw new InvalidOperationException("AddBasic() has a store already, and users are kept in one only. Remove one of the calls of UseStore().");
        }
    }
}
