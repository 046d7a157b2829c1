using ApiSecurity;
using ApiSecurity.Authentication;
using ApiSecurity.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints by which API keys are managed.</summary>
public static class ApiSecurityApiKeysEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps endpoints that list, show, make, rotate and revoke API keys, for callers with the permission. They manage the keys of their own tenant, and
    /// give no more than they have: no scope, permission, owner or plan that is not theirs. Callers who also have <paramref name="permission"/> with
    /// <c>.all</c> behind it manage keys of all tenants and owners; scopes and permissions that they lack they can't give either.
    /// </summary>
    /// <param name="endpoints">Where to map them.</param>
    /// <param name="pattern">The path that they are below.</param>
    /// <param name="permission">The permission's name; required in any case, whatever else is said about the group.</param>
    /// <returns>The group, to say more about it: <c>.RequireRateLimit("10/min")</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddApiKeys</c> is missing, or names no store.</exception>
    /// <exception cref="ArgumentException"><paramref name="permission"/> is empty or has white space.</exception>
    public static RouteGroupBuilder MapApiKeys(this IEndpointRouteBuilder endpoints, string pattern = "/api-keys", string permission = "api-keys.manage")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var required = new RequirePermissionAttribute(permission);
        var manager = endpoints.ServiceProvider.GetService<ApiKeyManager>()
            ?? throw new InvalidOperationException("MapApiKeys() has no keys to manage. Call builder.Services.AddApiSecurity().AddApiKeys(…).");
        if (!manager.CanWrite)
        {
            throw new InvalidOperationException("MapApiKeys() has nowhere to keep new keys. Give AddApiKeys() a store: AddApiKeys(keys => keys.UseSqlite(\"keys.db\")) with the package ApiSecurity.Sqlite.");
        }

        var handlers = ActivatorUtilities.CreateInstance<ApiKeyEndpoints>(endpoints.ServiceProvider, manager, permission);
        var group = endpoints.MapGroup(pattern).WithTags("API keys").WithMetadata(required);
        // Deny by default may be off, the group be opened: the permission is asked for here again.
        group.AddEndpointFilter(handlers.GuardAsync);
        group.MapGet("/", handlers.ListAsync).WithSummary("Lists API keys.");
        group.MapGet("/{id}", handlers.GetAsync).WithSummary("Shows an API key, without its secret.");
        group.MapPost("/", handlers.CreateAsync).WithSummary("Makes an API key; the answer shows it this once.");
        group.MapPost("/{id}/rotate", handlers.RotateAsync).WithSummary("Gives an API key a new secret; the answer shows it this once.");
        group.MapPost("/{id}/revoke", handlers.RevokeAsync).WithSummary("Takes an API key back, for good.");
        return group;
    }
}
