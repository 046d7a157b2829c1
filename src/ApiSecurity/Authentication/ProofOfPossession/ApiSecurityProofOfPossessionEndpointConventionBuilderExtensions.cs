using ApiSecurity.Authentication;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Says how callers of an endpoint prove that their token is theirs.</summary>
public static class ApiSecurityProofOfPossessionEndpointConventionBuilderExtensions
{
    /// <summary>Takes only tokens that are bound to the client's key or certificate; see <see cref="RequireProofOfPossessionAttribute"/>.</summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static TBuilder RequireProofOfPossession<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Add(static endpoint => endpoint.Metadata.Add(new RequireProofOfPossessionAttribute()));
        return builder;
    }
}
