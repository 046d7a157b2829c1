using System.Security.Claims;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authorization;

/// <summary>Has a refused request answered, by the application's handlers wherever it has some, and tells the event once.</summary>
internal sealed class AccessRefuser(Refusals refusals, SecurityEventHub events, IAuthenticationSchemeProvider schemes, ResourceMetadataAddress resource, FeatureOptionsSource<AccessDecisionOptions> decisions)
{
    public async Task RefuseAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult result)
    {
        if (result.Challenged && context.Features.Get<RejectedCredential>() is { Locked: { } locked })
        {
            // Of a scheme that only the policy names: the others have been told before.
            await refusals.RefuseAsync(context, locked).ConfigureAwait(false);
            return;
        }

        if (result.Forbidden && context.Features.Get<UnavailableAccess>() is { } unavailable && decisions.Current.OnUnavailable == UnavailableDecision.Unavailable)
        {
            await refusals.RefuseAsync(context, AccessProblems.ForUnavailable(context, unavailable.Requirement)).ConfigureAwait(false);
            return;
        }

        var weak = WeakCredentialOf(context, result);
        result = weak is null ? result : PolicyAuthorizationResult.Challenge();
        var refusal = resource.AddTo(weak ?? (result.Challenged ? AuthorizationProblems.Challenged(context) : AuthorizationProblems.Denied(context, result.AuthorizationFailure, policy)));
        var handler = context.RequestServices.GetRequiredService<IAuthorizationMiddlewareResultHandler>();
        var nobodyAnswers = await NobodyAnswersAsync(policy, result).ConfigureAwait(false);
        var isFrameworks = handler.GetType() == typeof(AuthorizationMiddlewareResultHandler);
        if (isFrameworks && (nobodyAnswers || IsUnknownToSchemes(result, weak, refusal)))
        {
            // Without a scheme it would throw an InvalidOperationException, and the client be told that the server failed.
            await refusals.RefuseAsync(context, refusal).ConfigureAwait(false);
            return;
        }

        context.Features.Set(new ChosenProblem(refusal.Problem!));
        var wentOn = false;
        try
        {
            await handler.HandleAsync(GoOn, context, policy, result).ConfigureAwait(false);
        }
        catch (InvalidOperationException) when (nobodyAnswers && !wentOn && !context.Response.HasStarted)
        {
            await refusals.RefuseAsync(context, refusal).ConfigureAwait(false);
            return;
        }

        if (!wentOn)
        {
            AddHeaders(context.Response, refusal, replace: weak is not null);
            resource.AddTo(context.Response);
            events.Raise(context, WithStatus(refusal, context.Response.StatusCode), SecurityEventOutcome.Refused);
        }

        Task GoOn(HttpContext current)
        {
            // A result handler of the application's own has let the request pass after all.
            wentOn = true;
            current.Features.Set<ChosenProblem>(null);
            refusals.Observe(current, refusal);
            return next(current);
        }
    }

    /// <summary>Tells what deny by default would do, and does nothing: neither the user nor the answer changes.</summary>
    public async Task ReportAsync(HttpContext context, AuthorizationPolicy policy)
    {
        var user = await UserForAsync(context, policy).ConfigureAwait(false);
        var service = context.RequestServices.GetRequiredService<IAuthorizationService>();
        var result = await service.AuthorizeAsync(user, context, policy).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            refusals.Report(context, CallerClaims.IsAuthenticated(user)
                ? AuthorizationProblems.Denied(context, result.Failure, policy)
                : AuthorizationProblems.Challenged(context));
        }
    }

    /// <summary>Tells of a credential that was not accepted where the request goes on without it.</summary>
    public void ObserveCredential(HttpContext context)
    {
        if (context.Features.Get<RejectedCredential>() is { } rejected)
        {
            refusals.Observe(context, AuthorizationProblems.Rejected(rejected));
        }
    }

    private static async Task<ClaimsPrincipal> UserForAsync(HttpContext context, AuthorizationPolicy policy)
    {
        if (policy.AuthenticationSchemes.Count == 0)
        {
            return context.User;
        }

        var user = new ClaimsPrincipal();
        foreach (var scheme in policy.AuthenticationSchemes)
        {
            if (await context.AuthenticateAsync(scheme).ConfigureAwait(false) is { Succeeded: true } result)
            {
                user.AddIdentities(result.Principal.Identities);
            }
        }

        return user;
    }

    /// <summary>Whether the policy names no scheme and the application has none to fall back to.</summary>
    private async Task<bool> NobodyAnswersAsync(AuthorizationPolicy policy, PolicyAuthorizationResult result)
    {
        if (policy.AuthenticationSchemes.Count > 0)
        {
            return false;
        }

        var scheme = result.Challenged ? schemes.GetDefaultChallengeSchemeAsync() : schemes.GetDefaultForbidSchemeAsync();
        return await scheme.ConfigureAwait(false) is null;
    }

    /// <summary>A scheme that says nothing itself about a refusal that the client can do something about.</summary>
    private static void AddHeaders(HttpResponse response, Refusal refusal, bool replace)
    {
        if (response.HasStarted || response.StatusCode != refusal.Problem!.Status)
        {
            return;
        }

        foreach (var (name, value) in refusal.Headers)
        {
            if (replace)
            {
                response.Headers[name] = value;
            }
            else
            {
                response.Headers.TryAdd(name, value);
            }
        }
    }

    /// <summary>A step-up (401 for a known caller), or a proof that nobody can check at the moment: of several schemes the last would answer with its challenge.</summary>
    private static bool IsUnknownToSchemes(PolicyAuthorizationResult result, Refusal? weak, Refusal refusal) =>
        (result.Forbidden && refusal.Problem!.Status == StatusCodes.Status401Unauthorized) || (weak is not null && weak.Problem!.Status != StatusCodes.Status401Unauthorized);

    /// <summary>What a known caller has to prove beyond who they are.</summary>
    private static Refusal? WeakCredentialOf(HttpContext context, PolicyAuthorizationResult result) =>
        !result.Challenged && context.Features.Get<WeakCredential>() is { } weak && (result.AuthorizationFailure?.FailedRequirements.Contains(weak.Requirement) ?? false)
            ? weak.Refusal
            : null;

    /// <summary>The refusal with the status that was really sent: a cookie's sign-in page, say.</summary>
    private static Refusal WithStatus(Refusal refusal, int status) =>
        refusal.Problem!.Status == status ? refusal : refusal with { Problem = refusal.Problem with { Status = status } };
}
