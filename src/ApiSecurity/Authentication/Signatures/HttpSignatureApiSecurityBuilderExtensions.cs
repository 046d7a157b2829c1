using ApiSecurity;
using ApiSecurity.Authentication;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds HTTP message signatures to ApiSecurity.</summary>
public static class HttpSignatureApiSecurityBuilderExtensions
{
    /// <summary>
    /// Accepts requests that are signed (RFC 9421) in the scheme <c>HttpSignature</c>, with the options and keys of the section
    /// <c>ApiSecurity:HttpSignatures</c>, and keys of every <see cref="IHttpSignatureKeys"/> that is registered.
    /// </summary>
    /// <param name="builder">What <c>AddApiSecurity</c> returned.</param>
    /// <param name="configure">Changes the options, after the configuration section.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ApiSecurityBuilder AddHttpSignatures(this ApiSecurityBuilder builder, Action<HttpSignatureOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        HttpSignatureServices.AddScheme(builder.Services);
        if (configure is not null)
        {
            builder.Services.Configure<ApiSecurityOptions>(options => configure(options.HttpSignatures));
        }

        return builder;
    }
}
