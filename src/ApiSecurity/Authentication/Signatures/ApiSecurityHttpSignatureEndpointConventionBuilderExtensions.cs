using ApiSecurity.Authentication;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Says which endpoints want signed requests.</summary>
public static class ApiSecurityHttpSignatureEndpointConventionBuilderExtensions
{
    /// <summary>Lets only requests in that are signed; see <see cref="RequireHttpSignatureAttribute"/>.</summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="components">What the signature must cover beside <see cref="HttpSignatureOptions.RequiredComponents"/>.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException">A name is no component.</exception>
    public static TBuilder RequireHttpSignature<TBuilder>(this TBuilder builder, params string[] components)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var metadata = new RequireHttpSignatureAttribute(components);
        builder.Add(endpoint => endpoint.Metadata.Add(metadata));
        return builder;
    }
}
