using ApiSecurity;
using ApiSecurity.Authentication;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds API keys to ApiSecurity.</summary>
public static class ApiKeyApiSecurityBuilderExtensions
{
    /// <summary>
    /// Accepts API keys in the scheme <c>ApiKey</c>, with the options of the section <c>ApiSecurity:ApiKeys</c>: those that stand there, and those of the
    /// store that <paramref name="configure"/> names. The scheme becomes the default one if the application has named none and adds no other of the
    /// library's; with several, each request goes to the one whose credential it carries.
    /// </summary>
    /// <param name="builder">What <c>AddApiSecurity</c> returned.</param>
    /// <param name="configure">Says where keys are kept: <c>keys => keys.UseSqlite("keys.db")</c>; changes the options: <c>keys => keys.Configure(options => …)</c>.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ApiSecurityBuilder AddApiKeys(this ApiSecurityBuilder builder, Action<ApiKeysBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ApiKeyRegistration.Add(builder.Services);
        configure?.Invoke(new ApiKeysBuilder(builder.Services));
        return builder;
    }
}
