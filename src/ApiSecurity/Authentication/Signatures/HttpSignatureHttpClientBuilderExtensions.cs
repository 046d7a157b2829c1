using ApiSecurity.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Has an <see cref="HttpClient"/> sign its requests.</summary>
public static class HttpSignatureHttpClientBuilderExtensions
{
    /// <summary>
    /// Signs the client's requests (RFC 9421), with the digest of their content (RFC 9530). Options that can't be used stop the start. Call it after
    /// handlers that change requests.
    /// </summary>
    /// <param name="builder">What <c>AddHttpClient</c> returned.</param>
    /// <param name="configure">Says what to sign, with which key.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static IHttpClientBuilder AddHttpSignatures(this IHttpClientBuilder builder, Action<HttpSigningOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HttpSigningOptions>, HttpSigningOptionsRule>());
        builder.Services.AddOptions<HttpSigningOptions>(builder.Name).Configure(configure).ValidateOnStart();
        return builder.AddHttpMessageHandler(provider => new HttpSignatureHandler(
            provider.GetRequiredService<IOptionsMonitor<HttpSigningOptions>>().Get(builder.Name), provider.GetRequiredService<TimeProvider>()));
    }
}
