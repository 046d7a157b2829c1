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
        if (name is null || !JwtDefaults.IsOwnScheme(name) || options.ConfigurationManager is not null || options.Configuration is not null
            || (string.IsNullOrEmpty(options.Authority) && string.IsNullOrEmpty(options.MetadataAddress)))
        {
            return;
        }

        // Asked for late: its options are made from the very options that these belong to.
        options.ConfigurationManager = services.GetRequiredService<IssuerRegistry>()
            .Get(name, options, services.GetRequiredService<JwtBearerSetup>().IsTrying);
    }
}
