using ApiSecurity;
using ApiSecurity.Authentication;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds tokens that an authorization server is asked about to ApiSecurity.</summary>
public static class IntrospectionApiSecurityBuilderExtensions
{
    /// <summary>
    /// Accepts opaque access tokens in the header <c>Authorization</c> of which an authorization server says that they are active (RFC 7662), with the
    /// options of the section <c>ApiSecurity:Introspection</c>. Beside <c>AddJwt</c>, tokens that look like a JWT go there; without it all tokens come
    /// here. The scheme is named <c>Introspection</c>.
    /// </summary>
    /// <remarks>
    /// The HTTP client by which the server <c>main</c> is asked is named <c>ApiSecurity.Introspection:main</c>; what an application sets up for
    /// that name (a proxy, a handler) is used.
    /// </remarks>
    /// <param name="builder">What <c>AddApiSecurity</c> returned.</param>
    /// <param name="configure">Changes the options, after the configuration section.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ApiSecurityBuilder AddIntrospection(this ApiSecurityBuilder builder, Action<IntrospectionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddIntrospectionScheme();
        if (configure is not null)
        {
            builder.Services.Configure<ApiSecurityOptions>(options => configure(options.Introspection));
        }

        return builder;
    }
}
