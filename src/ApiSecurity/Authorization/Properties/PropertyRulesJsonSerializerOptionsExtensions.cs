using System.Text.Json;
using ApiSecurity.Authorization;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Holds property rules in JSON that is not written or read with the application's own options.</summary>
public static class PropertyRulesJsonSerializerOptionsExtensions
{
    /// <summary>Holds the rules in these options too: for <c>Results.Json</c> with options of its own, or SignalR's. Call it last, before the options are used.</summary>
    /// <param name="options">The options.</param>
    /// <param name="services">The application's services.</param>
    /// <returns><paramref name="options"/>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddApiSecurity</c> is missing, or the options are in use already.</exception>
    public static JsonSerializerOptions UsePropertyRules(this JsonSerializerOptions options, IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(services);
        var contracts = services.GetService<PropertyContracts>() ?? throw new InvalidOperationException(
            "UsePropertyRules() needs the services of ApiSecurity. Call builder.Services.AddApiSecurity() before builder.Build().");
        contracts.Protect(options);
        return options;
    }
}
