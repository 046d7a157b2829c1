using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authorization;

/// <summary>Before the body is read: a caller who may not send it costs no parsing.</summary>
/// <remarks>
/// Does what the framework's middleware does, in its order and through its services, so that policies, schemes, handlers and result
/// handlers go on working; and closes what says nothing.
/// </remarks>
internal sealed class AuthorizationMiddleware
{
    // EndpointMiddleware looks for this before it runs an endpoint that has authorize data.
    private const string InvokedKey = "__AuthorizationMiddlewareWithEndpointInvoked";

    private const string EndpointAsResource = "Microsoft.AspNetCore.Authorization.SuppressUseHttpContextAsAuthorizationResource";

    private static readonly object Invoked = new();

    private readonly RequestDelegate _next;
    private readonly FeatureOptionsSource<ApiAuthorizationOptions> _options;
    private readonly IAuthorizationPolicyProvider _policies;
    private readonly AccessRefuser _refuser;
    private readonly CallerFactory _callers;
    private readonly LastingAccess _lasting;
    private readonly EndpointCache<EndpointAccess> _endpoints = new(EndpointAccess.Read);
    private readonly bool _frameworkRunsAfter;
    private readonly EndpointAccess _unrouted = EndpointAccess.Read(endpoint: null);

    public AuthorizationMiddleware(
        RequestDelegate next,
        FeatureOptionsSource<ApiAuthorizationOptions> options,
        IAuthorizationPolicyProvider policies,
        AccessRefuser refuser,
        CallerFactory callers,
        LastingAccess lasting,
        MiddlewareMarks marks)
    {
        _next = next;
        _options = options;
        _policies = policies;
        _refuser = refuser;
        _callers = callers;
        _lasting = lasting;
        _frameworkRunsAfter = marks.FrameworkRunsAfter;
    }

    public Task InvokeAsync(HttpContext context)
    {
        var access = context.GetEndpoint() is { } endpoint ? _endpoints.Get(endpoint) : _unrouted;
        var rule = access.RuleAsync(_policies, _lasting);
        return rule.IsCompletedSuccessfully ? DecideAsync(context, access, rule.Result) : AwaitAsync(context, access, rule);
    }

    private async Task AwaitAsync(HttpContext context, EndpointAccess access, ValueTask<AccessRule> rule) =>
        await DecideAsync(context, access, await rule.ConfigureAwait(false)).ConfigureAwait(false);

    private Task DecideAsync(HttpContext context, EndpointAccess access, AccessRule rule)
    {
        var options = _options.Current;
        if (!options.IsEnforced)
        {
            return ReportAsync(context, access, rule, options.IsEnabled);
        }

        return GoAsync(context, access, rule.Closed ?? rule.Own);
    }

    private async Task ReportAsync(HttpContext context, EndpointAccess access, AccessRule rule, bool tell)
    {
        if (tell && rule.Closed is not null)
        {
            await _refuser.ReportAsync(context, rule.Closed.Policy).ConfigureAwait(false);
        }

        if (!_frameworkRunsAfter)
        {
            await GoAsync(context, access, rule.Own).ConfigureAwait(false);
            return;
        }

        // Nothing may change, so the application's own middleware decides in its own place, behind whatever shapes its answers.
        _refuser.ObserveCredential(context);
        await _next(context).ConfigureAwait(false);
    }

    private Task GoAsync(HttpContext context, EndpointAccess access, NumberedPolicy? rule)
    {
        if (access.IsLookedFor)
        {
            context.Items[InvokedKey] = Invoked;
        }

        if (rule is null)
        {
            return PassAsync(context);
        }

        if (rule.Number >= 0 && RequestIdentity.KnownOf(context) is { } known)
        {
            return _callers.Made(known) is { Access: { } memory } && memory.WasAllowed(rule.Number)
                ? _next(context)
                : EvaluateAsync(context, access, rule, known);
        }

        return EvaluateAsync(context, access, rule, known: null);
    }

    /// <param name="context">The request.</param>
    /// <param name="access">What its endpoint says.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="known">The identity that the answer can be remembered for.</param>
    private async Task EvaluateAsync(HttpContext context, EndpointAccess access, NumberedPolicy rule, KnownIdentity? known)
    {
        var policy = rule.Policy;
        var evaluator = context.RequestServices.GetRequiredService<IPolicyEvaluator>();
        var authenticated = await evaluator.AuthenticateAsync(policy, context).ConfigureAwait(false);
        if (authenticated?.Succeeded ?? false)
        {
            AuthenticationResultFeature.Set(context, authenticated);
        }

        if (access.IsOpen)
        {
            await PassAsync(context).ConfigureAwait(false);
            return;
        }

        // Before, because a reload meanwhile may change what the caller may do: the answer then belongs to the caller as it was.
        var memory = known is null ? null : _callers.Get(known).Access;
        object? resource = AppContext.TryGetSwitch(EndpointAsResource, out var isOn) && isOn ? context.GetEndpoint() : context;
        var result = await evaluator.AuthorizeAsync(policy, authenticated!, context, resource).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            await _refuser.RefuseAsync(_next, context, policy, result).ConfigureAwait(false);
            return;
        }

        if (memory is not null && LastingAccess.IsPossible(context, policy, known!))
        {
            memory.Allow(rule.Number);
        }

        _refuser.ObserveCredential(context);
        var handler = context.RequestServices.GetRequiredService<IAuthorizationMiddlewareResultHandler>();
        await handler.HandleAsync(_next, context, policy, result).ConfigureAwait(false);
    }

    private Task PassAsync(HttpContext context)
    {
        _refuser.ObserveCredential(context);
        return _next(context);
    }
}
