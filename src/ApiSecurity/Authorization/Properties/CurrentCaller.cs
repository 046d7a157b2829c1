using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace ApiSecurity.Authorization;

/// <summary>Who asks, for code that the serializer calls for each member of each object: it has no request at hand, and no time to look for the caller anew.</summary>
internal sealed class CurrentCaller(IHttpContextAccessor accessor, CallerFactory callers)
{
    // An answer is written by one thread at a time, mostly from beginning to end by the same.
    [ThreadStatic]
    private static Answer? _last;

    /// <returns>The caller; <see langword="null"/> outside of a request.</returns>
    public Caller? Find()
    {
        var flow = ExecutionContext.Capture();
        return _last is { } last && last.IsOf(flow) && callers.IsStill(last.Caller, last.User) ? last.Caller : Look(flow);
    }

    private Caller? Look(ExecutionContext? flow)
    {
        if (accessor.HttpContext is not { } context)
        {
            return null;
        }

        var caller = callers.Get(context);
        if (flow is not null)
        {
            _last = new Answer(flow, context.Features, caller);
        }

        return caller;
    }

    /// <summary>
    /// What was found last on this thread, and what has to be the same for it to count again: the flow, which no two requests share; the request's features,
    /// of which the user is one; and the user. A thread keeps nobody's request alive by it: the flow has lost it when it is over.
    /// </summary>
    private sealed class Answer(ExecutionContext flow, IFeatureCollection features, Caller caller)
    {
        private readonly WeakReference<IFeatureCollection> _features = new(features);
        private readonly IHttpAuthenticationFeature? _authentication = features.Get<IHttpAuthenticationFeature>();
        private readonly int _revision = features.Revision;

        public Caller Caller => caller;

        public System.Security.Claims.ClaimsPrincipal? User => RequestIdentity.PrincipalOf(_authentication);

        public bool IsOf(ExecutionContext? current) =>
            ReferenceEquals(flow, current) && _features.TryGetTarget(out var features) && features.Revision == _revision;
    }
}
