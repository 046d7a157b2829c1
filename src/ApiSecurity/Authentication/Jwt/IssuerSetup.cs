using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Authentication;

/// <summary>
/// Has the authorization server asked by <see cref="IssuerMetadata"/>. Stands before the framework's own set-up, which leaves alone what is there already; what the
/// application has put there stays.
/// </summary>
internal sealed class IssuerSetup(IServiceProvider services) : IPostConfigureOptions<JwtBearerOptions>
{
    public void PostConfigure(string? name, JwtBearerOptions options)
    {
        if (name is null || !JwtDefaults.IsOwnScheme(name))
        {
            return;
        }

        // Asked for late: its options are made from the very options that these belong to.
        var registry = services.GetRequiredService<IssuerRegistry>();
        var isTried = services.GetRequiredService<JwtBearerSetup>().IsTrying;
        if (options.ConfigurationManager is null && options.Configuration is null && !(string.IsNullOrEmpty(options.Authority) && string.IsNullOrEmpty(options.MetadataAddress)))
        {
            options.ConfigurationManager = registry.Get(name, options, isTried);
        }
        else if (!isTried)
        {
            registry.Forget(name);
        }
    }
}
