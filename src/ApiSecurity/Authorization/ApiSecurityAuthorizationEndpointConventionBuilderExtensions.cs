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
    /// <exception cref="ArgumentException"><paramref name="permission"/> is empty, or has white space or an asterisk.</exception>
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

    /// <summary>Lets only callers in who have a role, or one of several; see <see cref="RequireRoleAttribute"/>.</summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="anyOf">The roles' names, compared exactly; one of them is enough.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException">There is no role, or one is empty or has a comma.</exception>
    public static TBuilder RequireRole<TBuilder>(this TBuilder builder, params string[] anyOf)
        where TBuilder : IEndpointConventionBuilder => Add(builder, new RequireRoleAttribute(anyOf));

    /// <summary>Lets only callers in who have signed in not longer ago than a time; see <see cref="RequireRecentLoginAttribute"/>.</summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="maxAge">The longest time since then, in whole seconds.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxAge"/> is below one second, above 365 days, or not in whole seconds.</exception>
    public static TBuilder RequireRecentLogin<TBuilder>(this TBuilder builder, TimeSpan maxAge)
        where TBuilder : IEndpointConventionBuilder => Add(builder, new RequireRecentLoginAttribute(maxAge));

    /// <summary>Lets only callers in who have signed in in one of several ways; see <see cref="RequireAcrAttribute"/>.</summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="anyOf">The authentication context class references, the preferred one first; one of them is enough.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException">There is none, or one has other letters than visible ASCII without quote and backslash.</exception>
    public static TBuilder RequireAcr<TBuilder>(this TBuilder builder, params string[] anyOf)
        where TBuilder : IEndpointConventionBuilder => Add(builder, new RequireAcrAttribute(anyOf));

    /// <summary>Says that the endpoint is meant to ask for less than GET of the same route does; see <see cref="AllowLessProtectionAttribute"/>.</summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="reason">Why less is enough.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="reason"/> is empty.</exception>
    public static TBuilder AllowLessProtection<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder => Add(builder, new AllowLessProtectionAttribute(reason));

    /// <summary>Lets everybody call the endpoint, and says why; see <see cref="PublicEndpointAttribute"/>.</summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="reason">Why nobody has to say who they are.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="reason"/> is empty.</exception>
    public static TBuilder AsPublicEndpoint<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder => Add(builder, new PublicEndpointAttribute(reason));

    /// <summary>Says that the ids which the endpoint takes are no objects of anybody's; see <see cref="AllowUncheckedIdsAttribute"/>.</summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="reason">Why no rule is needed.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="reason"/> is empty.</exception>
    public static TBuilder AllowUncheckedIds<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder => Add(builder, new AllowUncheckedIdsAttribute(reason));

    /// <summary>
    /// Opens those endpoints of a group that say nothing about who may call them, and leaves alone those that do, by metadata or by an <c>AuthorizeFilter</c>:
    /// <c>app.MapIdentityApi&lt;User&gt;().AsPublicEndpointUnlessAuthorized("people sign in here")</c> opens signing in, not the account's management.
    /// (<c>AllowAnonymous()</c> on a group goes before every <c>RequireAuthorization()</c> inside of it.)
    /// </summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="reason">Why nobody has to say who they are.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="reason"/> is empty.</exception>
    public static TBuilder AsPublicEndpointUnlessAuthorized<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var opening = new PublicEndpointAttribute(reason);
        builder.Finally(endpoint =>
        {
            if (!endpoint.Metadata.Any(item => item is IAuthorizeData or AuthorizationPolicy or IAuthorizationRequirementData) && !AuthorizeFilters.HasAny(endpoint.Metadata))
            {
                endpoint.Metadata.Add(opening);
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
