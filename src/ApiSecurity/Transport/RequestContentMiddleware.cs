using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ApiSecurity.Transport;

/// <summary>
/// After authorization, before validation: who may not call learns nothing about what could be sent, and nothing is decompressed for them.
/// </summary>
internal sealed class RequestContentMiddleware(RequestDelegate next, RequestPolicySource source, Refusals refusals)
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

        if ((CheckBody(context, policy, limits) ?? CheckAccept(context, limits)) is { } refusal)
        {
            if (policy.IsEnforced)
            {
                return refusals.RefuseAsync(context, refusal);
            }

            refusals.Report(context, refusal);
        }

        return next(context);
    }

    private Refusal? CheckBody(HttpContext context, RequestPolicy policy, EndpointRequestLimits limits)
    {
        var request = context.Request;
        if (!RequestContent.IsThere(context))
        {
            return null;
        }

        if (request.ContentLength > limits.MaxBody)
        {
            return TransportProblems.ContentTooLarge;
        }

        if (limits.Accepts is { } accepts && !accepts.Take(request.ContentType))
        {
            return accepts.Unsupported;
        }

        var encoding = request.Headers.ContentEncoding;
        return encoding.Count == 0 || IsIdentity(encoding) ? null : CheckEncoding(context, policy, limits, encoding);
    }

    private Refusal? CheckEncoding(HttpContext context, RequestPolicy policy, EndpointRequestLimits limits, StringValues encoding) =>
        policy.Decoder.TryDecode(context, encoding, limits.MaxBody, refusal => Tell(context, refusal, policy.IsEnforced), policy.IsEnforced)
            ? null
            : policy.Decoder.Unsupported;

    private void Tell(HttpContext context, Refusal refusal, bool enforced)
    {
        if (enforced)
        {
            refusals.Tell(context, refusal);
        }
        else
        {
            refusals.Report(context, refusal);
        }
    }

    private static Refusal? CheckAccept(HttpContext context, EndpointRequestLimits limits)
    {
        if (limits.Produces is not { } produces)
        {
            return null;
        }

        var accept = context.Request.Headers.Accept;
        return accept.Count == 0 || produces.Suit(accept) ? null : TransportProblems.NotAcceptable;
    }

    private static bool IsIdentity(StringValues encoding) => string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase);
}
