using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Transport;

/// <summary>Before routing and authentication: the cheapest refusals come first, and nothing behind has to doubt the form of a request.</summary>
internal sealed class TransportMiddleware
{
    private readonly RequestDelegate _next;
    private readonly Refusals _refusals;
    private readonly Compiled<TransportPolicy> _policy;

    public TransportMiddleware(
        RequestDelegate next, Refusals refusals, FeatureOptionsSource<TransportOptions> options, TransportSurroundings surroundings, KestrelState kestrel)
    {
        _next = next;
        _refusals = refusals;
        _policy = options.Compile(current => new TransportPolicy(current, surroundings, kestrel, refusals));
    }

    public Task InvokeAsync(HttpContext context)
    {
        var policy = _policy.Value;
        foreach (var check in policy.Checks)
        {
            if (check.Check(context) is { } refusal)
            {
                if (policy.IsEnforced)
                {
                    return _refusals.RefuseAsync(context, refusal);
                }

                _refusals.Report(context, refusal);
            }
        }

        return _next(context);
    }
}
