using ApiSecurity;
using ApiSecurity.Authorization;
using ApiSecurity.Pipeline;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds opaque ids.</summary>
public static class OpaqueIdsApiSecurityBuilderExtensions
{
    /// <summary>Ids that clients see are opaque: they give nothing to count through, can't be made up, and are of one type of object each. Keys: <c>ApiSecurity:OpaqueIds:Keys</c>.</summary>
    /// <param name="builder">What <c>AddApiSecurity</c> returned.</param>
    /// <param name="configure">Says whose ids.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="InvalidOperationException">Two types have the same name, or one has two.</exception>
    public static ApiSecurityBuilder AddOpaqueIds(this ApiSecurityBuilder builder, Action<OpaqueIdsBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var names = builder.Services.Select(service => service.ImplementationInstance).OfType<OpaqueIdNames>().FirstOrDefault();
        if (names is null)
        {
            names = new OpaqueIdNames();
            builder.Services.AddSingleton(names);
            builder.Services.AddSingleton<OpaqueIdCodec>();
            builder.Services.AddSingleton<IStartupInspector, OpaqueIdsInspector>();
        }

        configure(new OpaqueIdsBuilder(names.Names));
        return builder;
    }
}
