using ApiSecurity;
using ApiSecurity.Authentication;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds JSON web tokens to ApiSecurity.</summary>
public static class JwtApiSecurityBuilderExtensions
{
    /// <summary>
    /// Accepts access tokens (RFC 9068) in the scheme <c>Bearer</c>, checked as RFC 8725 recommends, with the options of the section
    /// <c>ApiSecurity:Jwt</c>. An <c>AddJwtBearer()</c> of the application's own for the same scheme is taken over, and its events and its
    /// <c>Configure&lt;JwtBearerOptions&gt;("Bearer", …)</c> go on working. The scheme becomes the default one if the application has not named another.
    /// </summary>
    /// <param name="builder">What <c>AddApiSecurity</c> returned.</param>
    /// <param name="configure">Changes the options, after the configuration section.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ApiSecurityBuilder AddJwt(this ApiSecurityBuilder builder, Action<JwtOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        JwtRegistration.Add(builder.Services);
        if (configure is not null)
        {
            builder.Services.Configure<ApiSecurityOptions>(options => configure(options.Jwt));
        }

        return builder;
    }
}
