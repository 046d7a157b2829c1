using ApiSecurity.Authorization;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Endpoint conventions of property rules.</summary>
public static class ApiSecurityPropertiesEndpointConventionBuilderExtensions
{
    /// <summary>
    /// Says what the body of the endpoint is a patch of, where its type does not: see <see cref="PatchOfAttribute"/>.
    /// </summary>
    /// <typeparam name="T">The type that is patched.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static RouteHandlerBuilder WithPatchOf<T>(this RouteHandlerBuilder builder)
    {
        ((IEndpointConventionBuilder)builder).WithPatchOf<T>();
        return builder;
    }

    /// <inheritdoc cref="WithPatchOf{T}(RouteHandlerBuilder)"/>
    public static IEndpointConventionBuilder WithPatchOf<T>(this IEndpointConventionBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var attribute = new PatchOfAttribute(typeof(T));
        builder.Add(endpoint => endpoint.Metadata.Add(attribute));
        return builder;
    }
}
