using ApiSecurity.Authentication;
using ApiSecurity.Authorization;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace ApiSecurity;

/// <summary>The endpoints behind <c>MapApiKeys</c>.</summary>
internal sealed class ApiKeyEndpoints(ApiKeyManager manager, string permission, CallerFactory callers, ClaimNames claims, Refusals refusals, TimeProvider time)
{
    /// <summary>Stands for a key that calls and can't be found: it can give nothing.</summary>
    private static readonly ApiKey Ended = new() { Id = string.Empty, Name = string.Empty, Owner = string.Empty, Expires = DateTimeOffset.MinValue };

    private readonly string _forAll = permission + ".all";

    /// <summary>Before every one of them, whatever the application says about the group.</summary>
    public async ValueTask<object?> GuardAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var caller = callers.Get(context);
        if (!caller.IsAuthenticated)
        {
            await refusals.RefuseAsync(context, ApiKeyEndpointProblems.Unauthenticated).ConfigureAwait(false);
            return Results.Empty;
        }

        // A caller with two tenants has none by the rule for callers, and must not pass for one who never had any.
        if (!caller.Can(permission) || (caller.Tenant is null && !caller.Can(_forAll) && HasTenants(caller)))
        {
            await refusals.RefuseAsync(context, ApiKeyEndpointProblems.WithoutPermission(permission)).ConfigureAwait(false);
            return Results.Empty;
        }

        context.Response.Headers.CacheControl = "no-store";
        try
        {
            return await next(invocation).ConfigureAwait(false);
        }
        catch (ApiKeyUnchangeableException)
        {
            // It was changed by somebody else in between.
            await refusals.RefuseAsync(context, ApiKeyEndpointProblems.Unchangeable).ConfigureAwait(false);
            return Results.Empty;
        }
#pragma warning disable CA1031 // Stores throw what they like.
        catch (Exception exception) when (exception is not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
#pragma warning restore CA1031
        {
            await refusals.RefuseAsync(context, ApiKeyEndpointProblems.Unavailable(exception)).ConfigureAwait(false);
            return Results.Empty;
        }
    }

    public async Task<IResult> ListAsync(HttpContext context, string? after, string? owner, [FromQuery] int limit = 50)
    {
        if (limit is < 1 or > ApiKeyQuery.MaximumLimit)
        {
            return await RefuseAsync(context, ApiKeyEndpointProblems.Invalid([("limit", "is not from 1 to 200", "Write a number from 1 to 200.")])).ConfigureAwait(false);
        }

        var grants = await GrantsAsync(context).ConfigureAwait(false);
        var query = new ApiKeyQuery { AllTenants = grants.IsForAll, Tenant = callers.Get(context).Tenant, Owner = owner, After = after, Limit = limit };
        var keys = await manager.ListAsync(query, context.RequestAborted).ConfigureAwait(false);
        // What the store gives is held against the rule once more.
        return Results.Ok(new ApiKeyListResponse([.. keys.Where(grants.CanSee)], keys.Count == limit ? keys[^1].Id : null));
    }

    public async Task<IResult> GetAsync(HttpContext context, string id)
    {
        var grants = await GrantsAsync(context).ConfigureAwait(false);
        return await FindAsync(context, id, grants).ConfigureAwait(false) is { } key
            ? Results.Ok(key)
            : await RefuseAsync(context, ApiKeyEndpointProblems.NotFound).ConfigureAwait(false);
    }

    public async Task<IResult> CreateAsync(HttpContext context, CreateApiKeyRequest body)
    {
        var grants = await GrantsAsync(context).ConfigureAwait(false);
        var caller = callers.Get(context);
        var key = new NewApiKey
        {
            Name = body.Name,
            Owner = body.Owner ?? caller.Subject ?? string.Empty,
            Scopes = body.Scopes ?? [],
            Permissions = body.Permissions ?? [],
            Tenant = body.Tenant ?? caller.Tenant,
            Plan = body.Plan ?? (grants.IsForAll ? null : SingleClaim.Of(caller.Principal, ApiKeyIdentity.Plan)),
            AllowedNetworks = body.AllowedNetworks ?? [],
            Expires = body.Expires,
        };
        var faults = manager.Check(key).ToArray();
        if (faults.Length > 0)
        {
            return await RefuseAsync(context, ApiKeyEndpointProblems.Invalid(faults)).ConfigureAwait(false);
        }

        if (grants.Excess(manager.Preview(key)) is { } excess)
        {
            return await RefuseAsync(context, ApiKeyEndpointProblems.Escalation(excess)).ConfigureAwait(false);
        }

        var issued = await manager.CreateAsync(key, context.RequestAborted).ConfigureAwait(false);
        var collection = context.Request.PathBase.Add(new PathString(context.Request.Path.Value!.TrimEnd('/')));
        return Results.Created($"{collection.ToUriComponent()}/{issued.Key.Id}", new IssuedApiKeyResponse(issued.Key, issued.Text));
    }

    public async Task<IResult> RotateAsync(HttpContext context, string id, RotateApiKeyRequest? body)
    {
        var grants = await GrantsAsync(context).ConfigureAwait(false);
        if (await FindAsync(context, id, grants).ConfigureAwait(false) is not { } key)
        {
            return await RefuseAsync(context, ApiKeyEndpointProblems.NotFound).ConfigureAwait(false);
        }

        if (body?.OverlapSeconds is < 0 or > ApiKeyRules.MaximumOverlapSeconds)
        {
            return await RefuseAsync(context, ApiKeyEndpointProblems.Invalid([("OverlapSeconds", $"is not from 0 to {ApiKeyRules.MaximumOverlapSeconds}", "Write a number of seconds up to a year.")])).ConfigureAwait(false);
        }

        // Whoever rotates a key gets its secret.
        if (grants.Excess(key) is { } excess)
        {
            return await RefuseAsync(context, ApiKeyEndpointProblems.Escalation(excess)).ConfigureAwait(false);
        }

        if (ApiKeyManager.Unchangeable(key, time.GetUtcNow()) is not null)
        {
            return await RefuseAsync(context, ApiKeyEndpointProblems.Unchangeable).ConfigureAwait(false);
        }

        TimeSpan? overlap = body?.OverlapSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        return await manager.RotateAsync(key.Id, overlap, context.RequestAborted).ConfigureAwait(false) is { } issued
            ? Results.Ok(new IssuedApiKeyResponse(issued.Key, issued.Text))
            : await RefuseAsync(context, ApiKeyEndpointProblems.NotFound).ConfigureAwait(false);
    }

    public async Task<IResult> RevokeAsync(HttpContext context, string id, RevokeApiKeyRequest? body)
    {
        var grants = await GrantsAsync(context).ConfigureAwait(false);
        if (await FindAsync(context, id, grants).ConfigureAwait(false) is not { } key)
        {
            return await RefuseAsync(context, ApiKeyEndpointProblems.NotFound).ConfigureAwait(false);
        }

        if (body?.Reason is { } reason && !ApiKeyRules.IsText(reason, ApiKeyRules.MaximumText))
        {
            return await RefuseAsync(context, ApiKeyEndpointProblems.Invalid([("Reason", "is empty, too long or has control characters", "Write 1 to 200 characters, or leave it out.")])).ConfigureAwait(false);
        }

        if (key.IsConfigured)
        {
            return await RefuseAsync(context, ApiKeyEndpointProblems.Unchangeable).ConfigureAwait(false);
        }

        return await manager.RevokeAsync(key.Id, body?.Reason, context.RequestAborted).ConfigureAwait(false) is { } revoked
            ? Results.Ok(revoked)
            : await RefuseAsync(context, ApiKeyEndpointProblems.NotFound).ConfigureAwait(false);
    }

    private async Task<ApiKey?> FindAsync(HttpContext context, string id, ApiKeyGrants grants) =>
        await manager.FindAsync(id, context.RequestAborted).ConfigureAwait(false) is { } key && grants.CanSee(key) ? key : null;

    private async Task<IResult> RefuseAsync(HttpContext context, Refusal refusal)
    {
        await refusals.RefuseAsync(context, refusal).ConfigureAwait(false);
        return Results.Empty;
    }

    private async Task<ApiKeyGrants> GrantsAsync(HttpContext context)
    {
        var caller = callers.Get(context);
        var byKey = caller.Principal.Identities.Any(identity => identity.AuthenticationType == ApiKeyDefaults.AuthenticationScheme);
        var own = byKey && caller.Client is { } id ? await manager.FindAsync(id, context.RequestAborted).ConfigureAwait(false) : null;
        if (own?.OverlapEnds is { } ends && ends > time.GetUtcNow() && (own.Expires is null || ends < own.Expires))
        {
            // The secret that was replaced is good until then, and it may be the one that calls: what it makes must not outlive it.
            own = own with { Expires = ends };
        }

        return new ApiKeyGrants(caller, own ?? (byKey ? Ended : null), caller.Can(_forAll), claims.Permission is "scope" or "scp");
    }

    private bool HasTenants(Caller caller) =>
        caller.Principal.Identities.Any(identity => identity.IsAuthenticated && identity.HasClaim(claim => claim.Type == claims.Tenant && claim.Value.Length > 0));
}
