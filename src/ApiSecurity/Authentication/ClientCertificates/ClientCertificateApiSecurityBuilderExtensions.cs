using ApiSecurity;
using ApiSecurity.Authentication;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds client certificates to ApiSecurity.</summary>
public static class ClientCertificateApiSecurityBuilderExtensions
{
    /// <summary>
    /// Accepts callers who prove with the certificate of their TLS connection who they are (mutual TLS), in the scheme <c>Certificate</c>, with the clients and
    /// authorities of the section <c>ApiSecurity:ClientCertificates</c>. The server must ask for certificates, or a trusted proxy tell of them (RFC 9440): the
    /// start fails where neither is so.
    /// </summary>
    /// <param name="builder">What <c>AddApiSecurity</c> returned.</param>
    /// <param name="configure">Changes the options, after the configuration section.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ApiSecurityBuilder AddClientCertificates(this ApiSecurityBuilder builder, Action<ClientCertificateOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ClientCertificateServices.AddScheme(builder.Services);
        if (configure is not null)
        {
            builder.Services.Configure<ApiSecurityOptions>(options => configure(options.ClientCertificates));
        }

        return builder;
    }
}
