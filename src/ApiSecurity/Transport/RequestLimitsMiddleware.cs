using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ApiSecurity.Transport;

/// <summary>
/// Right after routing: from here on the endpoint's own limits are known, and nobody (a signature check before authorization, say) may read
/// a body, or take time, beyond them.
/// </summary>
internal sealed class RequestLimitsMiddleware(RequestDelegate next, RequestPolicySource source, RequestDeadlines deadlines, Refusals refusals)
{
    public Task InvokeAsync(HttpContext context)
    {
        var policy = source.Current;
        if (!policy.IsEnabled || context.GetEndpoint() is not { } endpoint)
        {
            return next(context);
        }

        var limits = policy.Endpoints.Get(endpoint);
        if (limits.IsDisabled)
        {
            return next(context);
        }

        if (CheckQuery(context.Request.QueryString.Value, limits) is { } refusal)
        {
            if (policy.IsEnforced)
            {
                return refusals.RefuseAsync(context, refusal);
            }

            refusals.Report(context, refusal);
        }

        if (policy.IsEnforced)
        {
            BoundBody(context, limits);
        }

        return limits.Timeout == TimeSpan.Zero ? next(context) : deadlines.RunAsync(context, limits.Timeout, policy.IsEnforced, next);
    }

    private static Refusal? CheckQuery(string? query, EndpointRequestLimits limits)
    {
        if (string.IsNullOrEmpty(query))
        {
            return null;
        }

        return query.Length - 1 > limits.MaxQueryBytes ? TransportProblems.QueryTooLong
            : limits.MaxQueryParameters != int.MaxValue && query.AsSpan().Count('&') >= limits.MaxQueryParameters ? TransportProblems.TooManyQueryParameters
            : null;
    }

    private static void BoundBody(HttpContext context, EndpointRequestLimits limits)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            if (!limits.BodyIsFrameworks && (limits.BodyIsOwn || feature.MaxRequestBodySize is null || feature.MaxRequestBodySize > limits.MaxBody))
            {
                feature.MaxRequestBodySize = limits.MaxBody == long.MaxValue ? null : limits.MaxBody;
            }
        }
        else if (limits.MaxBody != long.MaxValue && context.Request.ContentLength is null && RequestContent.IsThere(context))
        {
            // A server that sets no bounds: what tells no length is counted.
            context.Request.Body = new BoundedBody(context.Request.Body, limits.MaxBody);
        }
    }
}
