using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Cors;

/// <summary>
/// After routing, whose endpoints may name a policy, and before authentication: a pre-flight carries no credential, and a forged
/// request must not reach what its cookie would open.
/// </summary>
internal sealed class CorsMiddleware(RequestDelegate next, CorsPolicies policies, CorsAnswers answers, Refusals refusals)
{
    public Task InvokeAsync(HttpContext context)
    {
        var rules = policies.Rules;
        var endpoint = policies.Describe(context.GetEndpoint());
        if (!rules.Options.IsEnabled || endpoint.IsExcluded)
        {
            return next(context);
        }

        if (endpoint.HasMetadata)
        {
            CorsAnswers.MarkAsHandled(context);
        }

        var headers = context.Request.Headers;
        var origin = headers.Origin;
        if (origin.Count > 0)
        {
            return InvokeWithOrigin(context, rules, endpoint, origin.Count == 1 ? origin[0] : null);
        }

        AddVary(context, rules, endpoint);
        return InvokeWithoutOrigin(context, rules, endpoint);
    }

    private Task InvokeWithoutOrigin(HttpContext context, CorsRules rules, EndpointCors endpoint)
    {
        var request = context.Request;
        if (RequestKind.IsSafe(request.Method))
        {
            return endpoint.StreamsEvents ? GoOn(context, rules, CrossSiteCheck.CheckStreamWithoutOrigin(request, rules)) : next(context);
        }

        return RequestKind.HasAmbientCredential(request) ? GoOn(context, rules, CrossSiteCheck.CheckWithoutOrigin(request, rules, endpoint)) : next(context);
    }

    private Task InvokeWithOrigin(HttpContext context, CorsRules rules, EndpointCors endpoint, string? origin)
    {
        if (origin is null)
        {
            return GoOn(context, rules, CorsRefusals.ManyOrigins);
        }

        if (RequestOrigin.IsOwn(context.Request, origin))
        {
            AddVary(context, rules, endpoint);
            return next(context);
        }

        var policy = CorsPolicies.FindAsync(context, rules, endpoint);
        return policy.IsCompletedSuccessfully
            ? Decide(context, rules, endpoint, origin, policy.Result)
            : AwaitAsync(context, rules, endpoint, origin, policy);
    }

    private async Task AwaitAsync(HttpContext context, CorsRules rules, EndpointCors endpoint, string origin, ValueTask<CorsPolicy?> policy) =>
        await Decide(context, rules, endpoint, origin, await policy.ConfigureAwait(false)).ConfigureAwait(false);

    private Task Decide(HttpContext context, CorsRules rules, EndpointCors endpoint, string origin, CorsPolicy? policy)
    {
        var request = context.Request;
        var allowed = RequestOrigin.IsAllowed(policy, origin);
        var varies = policy is { AllowAnyOrigin: false };
        if (RequestKind.IsPreflight(request))
        {
            var refused = allowed ? PreflightCheck.Check(request, policy!) : CorsRefusals.Preflight;
            if (refused is null && rules.Enforced)
            {
                answers.AnswerPreflight(context, policy!);
                return Task.CompletedTask;
            }

            answers.Prepare(context, rules, refused is null ? policy : null, varies);
            return GoOn(context, rules, refused);
        }

        var refusal = CrossSiteCheck.Check(request, rules, endpoint, policy, allowed);
        answers.Prepare(context, rules, allowed ? policy : null, varies);
        return GoOn(context, rules, refusal);
    }

    private Task GoOn(HttpContext context, CorsRules rules, Refusal? refusal) =>
        refusal is null ? next(context) : refusals.ApplyAsync(context, rules.Options, refusal, next);

    /// <summary>Also an answer to a request without an origin may be kept by a cache and given to one with.</summary>
    private void AddVary(HttpContext context, CorsRules rules, EndpointCors endpoint)
    {
        var method = context.Request.Method;
        if ((HttpMethods.IsGet(method) || HttpMethods.IsHead(method)) && policies.Varies(rules, endpoint))
        {
            VaryHeader.Add(context.Response.Headers);
        }
    }
}
