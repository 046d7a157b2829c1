using ApiSecurity.Authorization;
using Microsoft.AspNetCore.Authorization;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Says who may call an endpoint.</summary>
public static class ApiSecurityAuthorizationEndpointConventionBuilderExtensions
{
    /// <summary>Lets only callers in who have a permission; see <see cref="RequirePermissionAttribute"/>.</summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="permission">The permission's name, compared exactly.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="permission"/> is empty or has white space.</exception>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder builder, string permission)
        where TBuilder : IEndpointConventionBuilder => Add(builder, new RequirePermissionAttribute(permission));

    /// <summary>Lets only clients in that were granted a scope; see <see cref="RequireScopeAttribute"/>.</summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="scope">One scope, compared exactly.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="scope"/> is empty or has white space.</exception>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, string scope)
        where TBuilder : IEndpointConventionBuilder => Add(builder, new RequireScopeAttribute(scope));

    /// <summary>
    /// Opens those endpoints of a group that say nothing about who may call them, and leaves alone those that do, by metadata or by an <c>AuthorizeFilter</c>:
    /// <c>app.MapIdentityApi&lt;User&gt;().AllowAnonymousUnlessAuthorized()</c> opens signing in, not the account's management.
    /// (<c>AllowAnonymous()</c> on a group goes before every <c>RequireAuthorization()</c> inside of it.)
    /// </summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static TBuilder AllowAnonymousUnlessAuthorized<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Finally(static endpoint =>
        {
            if (!endpoint.Metadata.Any(item => item is IAuthorizeData or AuthorizationPolicy or IAuthorizationRequirementData) && !AuthorizeFilters.HasAny(endpoint.Metadata))
            {
                endpoint.Metadata.Add(new AllowAnonymousAttribute());
            }
        });
        return builder;
    }

    private static TBuilder Add<TBuilder>(TBuilder builder, object metadata)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Add(endpoint => endpoint.Metadata.Add(metadata));
        return builder;
    }
}
